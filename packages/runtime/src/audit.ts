/**
 * The audit chain. A row commits with each change; afterwards the relay's holder chains rows, in the order in which it sees
 * them: each seal covers the row and the seal before it. Editing, deleting or inserting a row breaks the chain; cutting off
 * its end is found against a head that was noted elsewhere (the log has them).
 */
import { createHash } from 'node:crypto'
import type pg from 'pg'

interface Row {
  id: number
  at: Date
  operation: string
  client: string
  person: string | null
  salt: Buffer
  person_hash: Buffer
  input_hash: Buffer
  trace: string | null
  seal_no: number | null
  seal: Buffer | null
}

const columns = 'id, at, operation, client, person, salt, person_hash, input_hash, trace, seal_no, seal'

function sealOf(before: Buffer, no: number, { id, at, operation, client, person_hash, input_hash, trace }: Row): Buffer {
  const row = JSON.stringify([no, id, at.toISOString(), operation, client, person_hash.toString('hex'), input_hash.toString('hex'), trace])
  return createHash('sha256').update(before).update(row).digest()
}

/** The end of a chain: `no:hex`, to note elsewhere and to check against later. */
export type ChainHead = `${number}:${string}`

/**
 * Chains what was committed since, at most 1,000 entries. The caller holds the relay's lock with this client, so there is one
 * sealer. @returns the new head; nothing where there was nothing to chain.
 */
export async function sealAudit(client: pg.ClientBase): Promise<ChainHead | undefined> {
  const { rows } = await client.query<Row>({
    name: 'audit-unsealed',
    text: `select ${columns} from audit where seal_no is null order by id limit 1000`,
  })
  if (rows.length === 0) return undefined
  const { rows: heads } = await client.query<{ seal_no: number; seal: Buffer }>('select seal_no, seal from audit_head')
  let { seal_no: no, seal } = heads[0]!
  const sealed = rows.map((row) => {
    no += 1
    seal = sealOf(seal, no, row)
    return { id: row.id, no, seal }
  })
  await client.query({
    name: 'audit-seal',
    text: `with sealed as (select * from unnest($1::bigint[], $2::bigint[], $3::bytea[]) as s(id, no, seal)),
           marked as (update audit a set seal_no = s.no, seal = s.seal from sealed s where a.id = s.id)
           update audit_head set seal_no = $4, seal = $5`,
    values: [sealed.map(({ id }) => id), sealed.map(({ no }) => no), sealed.map((row) => row.seal), no, seal],
  })
  return headOf(no, seal)
}

const headOf = (no: number, seal: Buffer): ChainHead => `${no}:${seal.toString('hex')}`

/** Whom it was for is sealed as a salted hash. Erasure takes both person and salt, never one of them. */
function isWhoItWas({ person, salt, person_hash }: Row): boolean {
  if (salt.length === 0) return person === null
  return createHash('sha256')
    .update(salt)
    .update(person ?? '')
    .digest()
    .equals(person_hash)
}

export type AuditVerdict = { ok: true; head: ChainHead; rows: number } | { ok: false; fault: string }

/** What is wrong with the chain, or its head and length where nothing is. `expect`: a head that was noted before. */
export async function verifyAudit(client: pg.ClientBase, expect?: ChainHead): Promise<AuditVerdict> {
  // One view of it, since meanwhile more is sealed.
  await client.query('begin isolation level repeatable read read only')
  try {
    return await verify(client, expect)
  } finally {
    await client.query('rollback')
  }
}

async function verify(client: pg.ClientBase, expect: ChainHead | undefined): Promise<AuditVerdict> {
  const pageSize = 5_000
  let seal: Buffer = Buffer.from([0])
  let no = 0
  let expected = expect === undefined
  for (;;) {
    const { rows } = await client.query<Row>(`select ${columns} from audit where seal_no > $1 order by seal_no limit ${pageSize}`, [no])
    for (const row of rows) {
      if (row.seal_no !== no + 1) return { ok: false, fault: `entry ${no + 1} is missing` }
      no += 1
      seal = sealOf(seal, no, row)
      if (!row.seal?.equals(seal) || !isWhoItWas(row)) return { ok: false, fault: `entry ${no} (row ${row.id}) is not what was sealed` }
      expected ||= expect === headOf(no, seal)
    }
    if (rows.length < pageSize) break
  }
  const { rows: heads } = await client.query<{ seal_no: number; seal: Buffer }>('select seal_no, seal from audit_head')
  const head = heads[0]!
  if (head.seal_no !== no || (no > 0 && !head.seal.equals(seal)))
    return { ok: false, fault: `the chain ends at entry ${no}, its head says ${head.seal_no}` }
  if (!expected) return { ok: false, fault: `the head ${expect} is not in the chain: its end was cut off or rewritten` }
  return { ok: true, head: headOf(no, seal), rows: no }
}

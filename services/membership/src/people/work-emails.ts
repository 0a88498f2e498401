/** The work e-mail addresses of a person: compared without regard to case, the most trustworthy five kept. */
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'

export interface WorkEmail {
  readonly address: string
  readonly verified: boolean
}

const most = 5

/**
 * Each address once, verified if any of its mentions is, in the spelling of the first; of too many, those that were recorded
 * first and the verified ones stay.
 */
export function mostTrusted(emails: readonly WorkEmail[]): WorkEmail[] {
  const byAddress = new Map<string, WorkEmail>()
  for (const { address, verified } of emails) {
    const known = byAddress.get(address.toLowerCase())
    byAddress.set(address.toLowerCase(), { address: known?.address ?? address, verified: verified || known?.verified === true })
  }
  return [...byAddress.values()].sort((a, b) => Number(b.verified) - Number(a.verified)).slice(0, most)
}

export async function emailsOf(db: Sql, personId: string): Promise<WorkEmail[]> {
  const { rows } =
    await sql<WorkEmail>`select address, verified from person_email where person_id = ${personId}::uuid order by address`.execute(db)
  return rows
}

/** Puts these in the place of what is recorded. True where that changed something. */
export async function recordEmails(db: Sql, personId: string, emails: readonly WorkEmail[]): Promise<boolean> {
  const once = mostTrusted(emails)
  const said = (list: readonly WorkEmail[]) => JSON.stringify(list.map(({ address, verified }) => [address, verified]).sort())
  if (said(once) === said(await emailsOf(db, personId))) return false
  await sql`delete from person_email where person_id = ${personId}::uuid`.execute(db)
  await sql`
    insert into person_email (person_id, address, verified)
    select ${personId}::uuid, e.address, e.verified from jsonb_to_recordset(${JSON.stringify(once)}::jsonb) as e(address text, verified boolean)`.execute(
    db,
  )
  return true
}

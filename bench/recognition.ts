/**
 * Proof: to sign and to check a credential in both of its forms, beside the bare cryptographic operations on as many bytes; and a list
 * of twenty through gateway and bus, beside the same statement in plain SQL.
 */
import { createHash } from 'node:crypto'
import { achievementCredential } from '@nlc/recognition/awards/achievement'
import { hasProofBy, withProof } from '@nlc/recognition/issuing/data-integrity'
import { jwkIdOf, multikeyIdOf } from '@nlc/recognition/issuing/did-document'
import { isSigned, newKeyPair, signed } from '@nlc/recognition/issuing/ed25519'
import { asJwt, readJwt } from '@nlc/recognition/issuing/jwt'
import pg from 'pg'
import { compare } from './comparison.ts'
import { requestsPerSecond } from './load.ts'
import type { Options } from './options.ts'
import { startMeasured } from './system.ts'

const issuer = 'https://gateway.example'
const did = 'did:web:gateway.example:v1:awarding-bodies:body'
const { publicKey, privateKey } = newKeyPair()
const key = { did, multikeyId: multikeyIdOf(did, publicKey), jwkId: jwkIdOf(did, publicKey), privateKey }
const now = new Date('2026-11-27T10:00:00Z')
const sha256 = createHash('sha256').update('evidence').digest('hex')
const dimensions = ['a', 'b', 'c', 'd', 'e', 'f'].map((code) => ({
  code,
  label: `Dimension ${code}`,
  criteria: ['It is there.', 'It is their own.'],
}))
const items = Array.from({ length: 8 }, () => ({ id: crypto.randomUUID(), sha256 }))

/** Six dimensions, eight items of evidence. */
const credential = achievementCredential(
  issuer,
  {
    ...{ code: 'framework', edition: 1, name: 'Framework', awardingBody: { code: 'body', name: 'Body' }, dimensions },
    ...{ stages: [{ code: '1', label: 'Stage 1' }], enrols: ['teacher'], judgedBy: 'verifier', moderatedBy: 'moderator' },
    ...{ moderatedPercent: 0, maxPresentations: 1, appealDays: 0, definedAt: now },
  },
  {
    ...{ awardId: crypto.randomUUID(), subjectId: crypto.randomUUID(), awardedAt: now, validUntil: undefined, stage: '1' },
    manifest: {
      ...{ portfolioId: crypto.randomUUID(), presentedAt: now.toISOString(), framework: { sha256 }, portfolio: { sha256 } },
      ...{ evidence: items, attestations: [] },
    },
    dimensionsOf: new Map(items.map(({ id }) => [id, ['a', 'b']])),
    place: { number: 1, index: 4711 },
  },
)

async function perSecond(run: () => unknown, seconds: number): Promise<number> {
  const began = performance.now()
  let done = 0
  while (performance.now() - began < seconds * 1000) {
    await run()
    done += 1
  }
  return (done * 1000) / (performance.now() - began)
}

export async function measure({ rounds, seconds }: Options): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(credential))
  const bare = { name: `SHA-256 of its ${bytes.length} bytes, and Ed25519` }
  const signBare = () =>
    signed(Buffer.concat([createHash('sha256').update(bytes).digest(), createHash('sha256').update(bytes).digest()]), privateKey)
  const signature = signBare()
  const checkBare = () =>
    isSigned(
      Buffer.concat([createHash('sha256').update(bytes).digest(), createHash('sha256').update(bytes).digest()]),
      signature,
      publicKey,
    )
  const proven = await withProof(credential, key, now)
  const jwt = await asJwt(credential, key)
  const counted = (name: string, run: () => unknown) => ({ name, run: () => perSecond(run, seconds) })
  const unit = 'operations/s' as const
  await compare({
    ...{ work: 'sign, eddsa-rdfc-2022', unit, rounds },
    ...{ ours: counted('with proof', () => withProof(credential, key, now)), beside: [counted(bare.name, signBare)] },
  })
  await compare({
    ...{ work: 'check, eddsa-rdfc-2022', unit, rounds },
    ...{
      ours: counted('proof checked', () => hasProofBy(proven, { ...proven.proof }, publicKey)),
      beside: [counted(bare.name, checkBare)],
    },
  })
  await compare({
    ...{ work: 'sign, JWT', unit, rounds },
    ...{ ours: counted('as JWT', () => asJwt(credential, key)), beside: [counted(bare.name, signBare)] },
  })
  await compare({
    ...{ work: 'check, JWT', unit, rounds },
    ...{ ours: counted('JWT read', () => readJwt(jwt, () => publicKey)), beside: [counted(bare.name, checkBare)] },
  })
  await measureList(rounds, seconds)
}

const statement = `
  select c.id, c.version, c.name, array(select l.person_id::text from centre_leader l where l.centre_id = c.id order by l.person_id) as leaders,
    c.opened_at from centre c where c.id > $1 order by c.id limit 21`

async function measureList(rounds: number, seconds: number): Promise<void> {
  const measured = await startMeasured()
  const pool = new pg.Pool({ connectionString: measured.system.postgresUrl('recognition'), max: 8 })
  try {
    const authorization = `Bearer ${await measured.token()}`
    const headers = { authorization, 'content-type': 'application/json' }
    const post = async (path: string, body: object) =>
      (await (await fetch(measured.gateway + path, { method: 'POST', headers, body: JSON.stringify(body) })).json()) as { id: string }
    const { id } = await post('/v1/people', { name: { given: 'A', family: 'Leader' } })
    for (let i = 0; i < 40; ) {
      // Recognition hears of the leader a moment later.
      if ((await post('/v1/recognition-centres', { name: `Centre ${i}`, leaderIds: [id] })).id !== undefined) i += 1
    }
    const nowhere = '00000000-0000-0000-0000-000000000000'
    const plain = async () => {
      const until = performance.now() + seconds * 1000
      let done = 0
      const line = async () => {
        while (performance.now() < until) {
          JSON.stringify((await pool.query({ name: 'list', text: statement, values: [nowhere] })).rows)
          done += 1
        }
      }
      await Promise.all(Array.from({ length: 8 }, line))
      return done / seconds
    }
    const url = `${measured.gateway}/v1/recognition-centres?limit=20`
    await compare({
      ...{ work: 'a list of 20, authenticated and traced', unit: 'requests/s', rounds },
      ours: { name: 'gateway, bus and service', run: () => requestsPerSecond({ url, headers: { authorization }, seconds }) },
      beside: [{ name: 'the same statement by plain pg', run: plain }],
    })
  } finally {
    await pool.end()
    await measured.stop()
  }
}

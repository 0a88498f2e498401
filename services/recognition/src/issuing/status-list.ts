/** Which credentials of a body are revoked (W3C Bitstring Status List 1.0). */
import { randomInt } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { credentialsContext } from './contexts.ts'
import { seconds } from './data-integrity.ts'
import { didOf } from './did-document.ts'
import type { Json } from './json.ts'
import type { Signable } from './jwt.ts'
import { base64url } from './multibase.ts'

/** The least that the specification allows, so that one credential is not told apart by its list. */
export const listLength = 131_072
/** A list is half full at most: a free place is found at random in a few tries. */
const maxUsed = listLength / 2

export const listUrlOf = (issuer: string, awardingBody: string, number: number): string =>
  `${issuer}/v1/awarding-bodies/${awardingBody}/status-lists/${number}`

/** A place that says nothing of when it was taken. */
export async function takePlace(db: Sql, awardingBody: string): Promise<{ number: number; index: number }> {
  await sql`insert into status_list (awarding_body, number) values (${awardingBody}, 1) on conflict do nothing`.execute(db)
  const { rows } = await sql<{ number: number; used: number }>`
    select number, used from status_list where awarding_body = ${awardingBody} order by number desc limit 1 for update`.execute(db)
  let { number, used } = rows[0]!
  if (used >= maxUsed) {
    number += 1
    await sql`insert into status_list (awarding_body, number) values (${awardingBody}, ${number})`.execute(db)
  }
  await sql`update status_list set used = used + 1 where awarding_body = ${awardingBody} and number = ${number}`.execute(db)
  for (;;) {
    const index = randomInt(listLength)
    const { rows: taken } = await sql`
      select from award where awarding_body = ${awardingBody} and list_number = ${number} and list_index = ${index}`.execute(db)
    if (taken.length === 0) return { number, index }
  }
}

export interface StatusList {
  readonly revision: number
  readonly changedAt: Date
  readonly revoked: readonly number[]
}

export async function readStatusList(db: Sql, awardingBody: string, number: number): Promise<StatusList | undefined> {
  const { rows } = await sql<StatusList>`
    select l.revision, l.changed_at as "changedAt", array(
      select a.list_index from award a
      where a.awarding_body = l.awarding_body and a.list_number = l.number and a.revoked_at is not null order by 1) as revoked
    from status_list l where l.awarding_body = ${awardingBody} and l.number = ${number}`.execute(db)
  return rows[0]
}

/** The same for the same revision, but for its signature. */
export async function statusListCredential(
  issuer: string,
  awardingBody: string,
  number: number,
  { changedAt, revoked }: StatusList,
): Promise<Signable> {
  const url = listUrlOf(issuer, awardingBody, number)
  return {
    '@context': [credentialsContext],
    id: url,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: didOf(issuer, awardingBody),
    validFrom: seconds(new Date(changedAt)),
    credentialSubject: {
      id: `${url}#list`,
      type: 'BitstringStatusList',
      statusPurpose: 'revocation',
      encodedList: await encodeList(revoked),
    },
  } as Signable
}

export async function encodeList(revoked: readonly number[]): Promise<string> {
  const bits = Buffer.alloc(listLength / 8)
  for (const index of revoked) bits[index >> 3]! |= 0x80 >> (index & 7)
  return base64url(await promisify(gzip)(bits))
}

/** @returns nothing where it is no list that has such a place: then it is not known whether it is revoked. */
export async function isRevokedIn({ credentialSubject }: Json, index: number): Promise<boolean | undefined> {
  const { type, statusPurpose, encodedList } = (credentialSubject ?? {}) as Json
  if (type !== 'BitstringStatusList' || statusPurpose !== 'revocation' || typeof encodedList !== 'string' || encodedList[0] !== 'u')
    return undefined
  try {
    // Bounded: what comes from elsewhere could unpack to anything.
    const bits = await promisify(gunzip)(Buffer.from(encodedList.slice(1), 'base64url'), { maxOutputLength: 16 * 1024 * 1024 })
    const byte = bits[index >> 3]
    return byte === undefined || bits.length < listLength / 8 ? undefined : (byte & (0x80 >> (index & 7))) !== 0
  } catch {
    return undefined
  }
}

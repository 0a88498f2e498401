/** Whether a credential can be relied on: who signed it, that it holds now, and that it is not revoked. Nothing is fetched. */

import type { DetailsOf } from '@nlc/contracts/define'
import type { CheckedCredential, CredentialRefused } from '@nlc/contracts/recognition'
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { Settings } from '../config.ts'
import { credentialsContext, openBadgesContext } from './contexts.ts'
import { hasProofBy } from './data-integrity.ts'
import { assertionKeysIn, didDocumentOf, didOf } from './did-document.ts'
import { readPublicKeys } from './issuer-keys.ts'
import type { Json } from './json.ts'
import { readJwt } from './jwt.ts'
import { isRevokedIn, listUrlOf } from './status-list.ts'

type Because = DetailsOf<typeof CredentialRefused>['because']
export type Checked = Static<typeof CheckedCredential>
export interface Verdict {
  readonly checked: Checked
  readonly credential: Json
  /** How old what says that it is not revoked is. */
  readonly statusAsOf: Date
}

/** An issuer's keys by their ids; nothing where it is neither a body here nor trusted. */
type KeysOf = (did: string) => Promise<ReadonlyMap<string, Uint8Array> | undefined>

class Refused extends Error {
  readonly because: Because
  constructor(because: Because) {
    super(because)
    this.because = because
  }
}
const refused = (because: Because): never => {
  throw new Refused(because)
}

/** @param statusList of another body's: signed by the same issuer. */
export async function checkCredential(
  db: Sql,
  settings: Settings,
  now: Date,
  signedCredential: unknown,
  statusList?: unknown,
): Promise<Verdict | { readonly because: Because }> {
  try {
    const keysOf = issuerKeys(db, settings)
    const credential = await readSigned(signedCredential, keysOf)
    const checked = readAchievement(credential)
    if (Date.parse(checked.validFrom) > now.getTime()) refused('not-valid-yet')
    if (checked.validUntil !== undefined && Date.parse(checked.validUntil) <= now.getTime()) refused('expired')
    const statusAsOf = await checkStatus(db, settings, now, credential, statusList, keysOf)
    return { checked, credential, statusAsOf }
  } catch (cause) {
    if (cause instanceof Refused) return { because: cause.because }
    throw cause
  }
}

const issuerKeys =
  (db: Sql, { issuer }: Settings): KeysOf =>
  async (did) => {
    const [, own] = /:v1:awarding-bodies:([a-z0-9-]+)$/.exec(did) ?? []
    if (own !== undefined && did === didOf(issuer, own)) return assertionKeysIn(didDocumentOf(did, await readPublicKeys(db, own)), did)
    const { rows } = await sql<{ document: Json }>`select document from trusted_issuer where did = ${did}`.execute(db)
    return rows[0] && assertionKeysIn(rows[0].document, did)
  }

/** In either form. @returns it without its proof. */
async function readSigned(given: unknown, keysOf: KeysOf): Promise<Json> {
  if (typeof given === 'string') return readAsJwt(given, keysOf)
  const { proof, ...credential } = (given ?? {}) as Json
  const { type, cryptosuite, proofPurpose, verificationMethod } = (proof ?? {}) as Json
  if (type !== 'DataIntegrityProof' || cryptosuite !== 'eddsa-rdfc-2022' || proofPurpose !== 'assertionMethod') refused('malformed')
  const keys = (await keysOf(issuerOf(credential))) ?? refused('unknown-issuer')
  const key = keys.get(String(verificationMethod)) ?? refused('unknown-key')
  if (!(await hasProofBy(credential, proof as Json, key))) refused('signature-does-not-match')
  return credential
}

async function readAsJwt(jwt: string, keysOf: KeysOf): Promise<Json> {
  let claimed: Json
  try {
    claimed = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Json
  } catch {
    return refused('malformed')
  }
  if (typeof claimed !== 'object' || claimed === null) return refused('malformed')
  const did = issuerOf(claimed)
  const keys = (await keysOf(did)) ?? refused('unknown-issuer')
  const read = await readJwt(jwt, (kid) => keys.get(kid))
  return typeof read === 'string' ? refused(read) : issuerOf(read) === did ? read : refused('malformed')
}

function issuerOf({ issuer }: Json): string {
  const id = typeof issuer === 'string' ? issuer : ((issuer ?? {}) as Json).id
  return typeof id === 'string' ? id : refused('malformed')
}

/** What Open Badges 3.0 asks of an achievement credential, as far as it is relied on here. */
function readAchievement(credential: Json): Checked {
  const { '@context': contexts, type, id, name, validFrom, validUntil, credentialSubject } = credential
  if (!Array.isArray(contexts) || contexts[0] !== credentialsContext || contexts[1] !== openBadgesContext) refused('not-an-achievement')
  if (!Array.isArray(type) || !type.includes('VerifiableCredential') || !type.some(isBadge)) refused('not-an-achievement')
  const { type: subject, achievement } = (credentialSubject ?? {}) as Json
  const { id: achieved, name: called } = (achievement ?? {}) as Json
  if (![subject].flat().includes('AchievementSubject') || typeof achieved !== 'string') refused('not-an-achievement')
  if (typeof id !== 'string' || !isInstant(validFrom) || (validUntil !== undefined && !isInstant(validUntil))) refused('malformed')
  return {
    id: id as string,
    issuer: issuerOf(credential),
    name: String(name ?? called ?? ''),
    achievement: achieved as string,
    validFrom: new Date(validFrom as string).toISOString(),
    ...(validUntil !== undefined && { validUntil: new Date(validUntil as string).toISOString() }),
  }
}

const isBadge = (type: unknown): boolean => type === 'OpenBadgeCredential' || type === 'AchievementCredential'
const isInstant = (value: unknown): boolean =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value))

/** @returns as of when it is known that it is not revoked. */
async function checkStatus(db: Sql, settings: Settings, now: Date, credential: Json, given: unknown, keysOf: KeysOf): Promise<Date> {
  const { credentialStatus } = credential
  // One without a status cannot be revoked: it holds as long as it says.
  if (credentialStatus === undefined) return now
  const { type, statusPurpose, statusListIndex, statusListCredential } = credentialStatus as Json
  const index = Number(statusListIndex)
  if (type !== 'BitstringStatusListEntry' || statusPurpose !== 'revocation' || !/^\d{1,9}$/.test(String(statusListIndex)))
    refused('status-unknown')
  const own = await ownStatus(db, settings, issuerOf(credential), String(statusListCredential), index)
  if (own !== undefined) return own === 'stands' ? now : refused('revoked')
  const list = given === undefined ? refused('status-unknown') : await readSigned(given, keysOf).catch(() => refused('status-unknown'))
  if (issuerOf(list) !== issuerOf(credential) || list.id !== statusListCredential) refused('status-unknown')
  const isRevoked = (await isRevokedIn(list, index)) ?? refused('status-unknown')
  return isRevoked ? refused('revoked') : new Date(String(list.validFrom))
}

/** Of a body here, as it stands here, whatever list came along; nothing where it is another's. */
async function ownStatus(db: Sql, settings: Settings, did: string, url: string, index: number): Promise<'stands' | 'revoked' | undefined> {
  const [, body, number] = /\/v1\/awarding-bodies\/([a-z0-9-]+)\/status-lists\/(\d{1,6})$/.exec(url) ?? []
  if (body === undefined || did !== didOf(settings.issuer, body) || url !== listUrlOf(settings.issuer, body, Number(number)))
    return undefined
  const { rows } = await sql<{ revoked: boolean }>`
    select revoked_at is not null as revoked from award
    where awarding_body = ${body} and list_number = ${Number(number)} and list_index = ${index}`.execute(db)
  return rows[0] && (rows[0].revoked ? 'revoked' : 'stands')
}

import type { Sql } from '@nlc/runtime'
import type { Settings } from '../config.ts'
import { withProof } from './data-integrity.ts'
import { readSigningKey } from './issuer-keys.ts'
import { asJwt } from './jwt.ts'
import { readStatusList, statusListCredential } from './status-list.ts'

export interface SignedList {
  readonly json: string
  readonly jwt: string
}

/** As they were signed last, by body and number: a list is signed once for each revision and key, however often it is read. */
const signedLists = new Map<string, { readonly of: string; readonly list: SignedList }>()

/** @returns nothing where there is no such list. */
export async function signedList(
  db: Sql,
  settings: Settings,
  now: Date,
  awardingBody: string,
  number: number,
): Promise<SignedList | undefined> {
  const [list, key] = await Promise.all([readStatusList(db, awardingBody, number), readSigningKey(db, settings, awardingBody)])
  if (!list || !key) return undefined
  const name = `${settings.issuer} ${awardingBody} ${number}`
  const of = `${key.multikeyId} ${list.revision} ${list.changedAt.toISOString()}`
  const kept = signedLists.get(name)
  if (kept?.of === of) return kept.list
  const credential = await statusListCredential(settings.issuer, awardingBody, number, list)
  const made = { json: JSON.stringify(await withProof(credential, key, now)), jwt: await asJwt(credential, key) }
  signedLists.set(name, { of, list: made })
  return made
}

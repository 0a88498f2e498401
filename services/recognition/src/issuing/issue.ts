import {
  CheckCredential,
  CredentialRefused,
  NoSuchAwardingBody,
  NoSuchStatusList,
  ReadDidDocument,
  ReadStatusList,
  ReadStatusListJwt,
  RotateIssuerKey,
} from '@nlc/contracts/recognition'
import { handle, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Settings } from '../config.ts'
import { checkCredential } from './check-credential.ts'
import { didDocumentOf, didOf } from './did-document.ts'
import { readPublicKeys, rotateKey } from './issuer-keys.ts'
import { signedList } from './signed-list.ts'

/** A body is there once a framework names it; without an award it has no key yet. */
async function isThere(db: Sql, code: string): Promise<boolean> {
  const { rows } = await sql`select from framework where awarding_body ->> 'code' = ${code} limit 1`.execute(db)
  return rows.length > 0
}

export const readDidDocument = (settings: () => Settings) =>
  handle(ReadDidDocument, async ({ code }, { sql: db, fail }) => {
    if (!(await isThere(db, code))) fail(NoSuchAwardingBody)
    return JSON.stringify(didDocumentOf(didOf(settings().issuer, code), await readPublicKeys(db, code)))
  })

export const readStatusListOf = (settings: () => Settings) =>
  handle(
    ReadStatusList,
    async ({ code, number }, { sql: db, now, fail }) =>
      ((await signedList(db, settings(), now, code, number)) ?? fail(NoSuchStatusList)).json,
  )

export const readStatusListJwt = (settings: () => Settings) =>
  handle(
    ReadStatusListJwt,
    async ({ code, number }, { sql: db, now, fail }) =>
      ((await signedList(db, settings(), now, code, number)) ?? fail(NoSuchStatusList)).jwt,
  )

export const rotateIssuerKey = (settings: () => Settings) =>
  handle(RotateIssuerKey, async ({ code }, change) => {
    if (!(await isThere(change.sql, code))) change.fail(NoSuchAwardingBody)
    return { code, keyId: await rotateKey(change, settings(), code) }
  })

export const checkCredentialOf = (settings: () => Settings) =>
  handle(CheckCredential, async ({ credential, statusList }, { sql: db, now, fail }) => {
    const verdict = await checkCredential(db, settings(), now, credential, statusList)
    return 'because' in verdict ? fail(CredentialRefused, verdict) : verdict.checked
  })

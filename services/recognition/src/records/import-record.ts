import { createHash } from 'node:crypto'
import { NeedsPerson } from '@nlc/contracts/membership'
import {
  ArchiveIncomplete,
  ArchiveRefused,
  CredentialRefused,
  ImportedAlready,
  ImportRecord,
  NoSuchArchive,
  RecordImported,
  UploadArchive,
} from '@nlc/contracts/recognition'
import { findUpload, handle, newId, readUpload, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Settings } from '../config.ts'
import { checkCredential } from '../issuing/check-credential.ts'
import type { Json } from '../issuing/json.ts'
import { digestMultibaseOf } from '../issuing/multibase.ts'
import { actingPerson } from '../standing.ts'
import { manifestSha256, type ReadArchive, Refused, readArchive } from './read-archive.ts'
import { findRecord } from './record.ts'

export const importRecord = (settings: () => Settings) =>
  handle(
    ImportRecord,
    async ({ archiveId }, { sql: db, caller, today, now, emit, fail }) => {
      const personId = (await actingPerson(db, caller, today)) ?? fail(NeedsPerson)
      const upload = await findUpload(db, archiveId)
      const own = upload?.operation === UploadArchive.name && upload.client === caller.client && upload.person === caller.person
      if (!upload || !own || (await isImported(db, archiveId))) return fail(NoSuchArchive)
      if (!upload.complete) fail(ArchiveIncomplete, { offset: upload.offset, length: upload.length })
      const archive = await readArchive(db, archiveId, upload.length).catch((cause) => {
        if (cause instanceof Refused) return fail(ArchiveRefused, refusalOf(cause))
        throw cause
      })
      const verdict = await checkCredential(db, settings(), now, archive.credential, archive.statusList)
      if ('because' in verdict) return fail(CredentialRefused, verdict)
      if (!provesThis(verdict.credential, archive)) fail(ArchiveRefused, { because: 'not-its-credential' })
      const { id: credentialId, issuer, name, validFrom, validUntil } = verdict.checked

      const id = newId()
      await sql`update upload set expires_at = 'infinity' where id = ${archiveId}::uuid`.execute(db)
      await sql`
        insert into imported_record (id, person_id, upload_id, issuer, credential_id, name, awarded_at, valid_until, status_as_of,
          manifest_sha256, archive_sha256, files, imported_at)
        values (${id}, ${personId}, ${archiveId}, ${issuer}, ${credentialId}, ${name}, ${validFrom}::timestamptz, ${validUntil ?? null}::timestamptz,
          ${verdict.statusAsOf.toISOString()}::timestamptz, ${manifestSha256(archive)}, ${await hashOf(db, archiveId)}, ${archive.files},
          ${now.toISOString()}::timestamptz)`.execute(db)
      emit(RecordImported, { recordId: id, personId, issuer })
      return (await findRecord(db, id))!
    },
    { constraints: { imported_record_person_id_credential_id_key: ImportedAlready } },
  )

const refusalOf = ({ because, entry }: Refused) => ({ because, ...(entry !== undefined && { entry }) })

/** The credential is of this evidence, and of no other. */
function provesThis({ evidence }: Json, { digests }: ReadArchive): boolean {
  const proven = ((evidence ?? []) as Json[]).map(({ digestMultibase }) => digestMultibase)
  const present = [...digests].map(digestMultibaseOf)
  return (
    proven.length > 0 && present.every((digest) => proven.includes(digest)) && proven.every((digest) => present.includes(String(digest)))
  )
}

async function hashOf(db: Sql, uploadId: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const bytes of readUpload(db, uploadId)) hash.update(bytes)
  return hash.digest('hex')
}

async function isImported(db: Sql, uploadId: string): Promise<boolean> {
  const { rows } = await sql`select from imported_record where upload_id = ${uploadId}::uuid`.execute(db)
  return rows.length > 0
}

/**
 * A file that was uploaded becomes evidence where it stands: its chunks are read once, to hash them and to see what they are, a few at a
 * time and never the whole.
 */
import { createHash } from 'node:crypto'
import type { DetailsOf } from '@nlc/contracts/define'
import { type Evidence, EvidenceFileIncomplete, FileIsNotItsType, NoSuchEvidenceFile, UploadEvidenceFile } from '@nlc/contracts/recognition'
import { type Caller, type Fail, findUpload, readUpload, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Static } from 'typebox'
import { typeOf } from './type-of.ts'

type EvidenceFile = NonNullable<Static<typeof Evidence>['file']>
type Refused = typeof NoSuchEvidenceFile | typeof EvidenceFileIncomplete | typeof FileIsNotItsType

/** @returns what it is. It is kept for good from now on. */
export async function keepFile(db: Sql, caller: Caller, fileId: string, fail: Fail<Refused>): Promise<EvidenceFile> {
  const upload = await findUpload(db, fileId)
  const own = upload && upload.operation === UploadEvidenceFile.name && upload.client === caller.client && upload.person === caller.person
  if (!own || (await isEvidence(db, fileId))) return fail(NoSuchEvidenceFile)
  if (!upload.complete) return fail(EvidenceFileIncomplete, { offset: upload.offset, length: upload.length })
  const announced = upload.metadata.filetype ?? ''

  const hash = createHash('sha256')
  async function* hashed(): AsyncIterable<Buffer> {
    for await (const bytes of readUpload(db, fileId)) {
      hash.update(bytes)
      yield bytes
    }
  }
  const found = await typeOf(hashed())
  const differs: DetailsOf<typeof FileIsNotItsType> = { announced, ...(found !== undefined && { found }) }
  if (found !== announced) return fail(FileIsNotItsType, differs)
  await sql`update upload set expires_at = 'infinity' where id = ${fileId}::uuid`.execute(db)
  return { name: nameOf(upload.metadata.filename), mediaType: announced, bytes: upload.length, sha256: hash.digest('hex') }
}

/** A name, and nothing of a path. */
const nameOf = (filename: string | null | undefined): string =>
  (filename ?? '')
    .split(/[\\/]/)
    .at(-1)!
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .slice(0, 200) || 'file'

async function isEvidence(db: Sql, fileId: string): Promise<boolean> {
  const { rows } = await sql`select from evidence where upload_id = ${fileId}::uuid`.execute(db)
  return rows.length > 0
}

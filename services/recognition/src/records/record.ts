import type { ImportedRecord as Shown } from '@nlc/contracts/recognition'
import { type Sql, type WithoutNulls, withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'

type Instants = 'awardedAt' | 'validUntil' | 'statusAsOf' | 'importedAt'
/** As the API shows it, but for instants, which are no strings yet. */
export type ImportedRecord = Omit<Static<typeof Shown>, Instants> & { readonly [I in Exclude<Instants, 'validUntil'>]: Date } & {
  readonly validUntil?: Date
}

/** `r` is the record. */
export async function readRecords(db: Sql, rest: RawBuilder<unknown>): Promise<ImportedRecord[]> {
  const { rows } = await sql<WithoutNulls<ImportedRecord>>`
    select r.id, r.version, r.person_id as "personId", r.issuer, r.credential_id as "credentialId", r.name, r.awarded_at as "awardedAt",
      r.valid_until as "validUntil", r.status_as_of as "statusAsOf", r.manifest_sha256 as "manifestSha256",
      r.archive_sha256 as "archiveSha256", r.files, r.imported_at as "importedAt"
    from imported_record r ${rest}`.execute(db)
  return rows.map(withoutNulls) as ImportedRecord[]
}

export const findRecord = async (db: Sql, id: string): Promise<ImportedRecord | undefined> =>
  (await readRecords(db, sql`where r.id = ${id}::uuid`))[0]

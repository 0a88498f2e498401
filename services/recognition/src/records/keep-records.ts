import { NeedsPerson } from '@nlc/contracts/membership'
import { GetRecord, ListRecords, NoSuchRecord, ReadRecordArchive, RecordRemoved, RemoveRecord } from '@nlc/contracts/recognition'
import { handle, idCursor, pageFrom, readUpload } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Asked } from '../portfolios/find-portfolio.ts'
import { actingPerson } from '../standing.ts'
import { findRecord, type ImportedRecord, readRecords } from './record.ts'

export const getRecord = handle(
  GetRecord,
  async ({ recordId }, context) => (await findOwn(context, recordId)) ?? context.fail(NoSuchRecord),
)

export const listRecords = handle(ListRecords, async ({ after, limit = 50 }, { sql: db, caller, today, fail }) => {
  const personId = (await actingPerson(db, caller, today)) ?? fail(NeedsPerson)
  const rows = await readRecords(
    db,
    sql`where r.person_id = ${personId}::uuid and r.id > ${idCursor(after)}::uuid order by r.id limit ${limit + 1}`,
  )
  return pageFrom(rows, limit, ({ id }) => [id])
})

export const readRecordArchive = handle(ReadRecordArchive, async ({ recordId }, context) => {
  const { id } = (await findOwn(context, recordId)) ?? context.fail(NoSuchRecord)
  const { rows } = await sql<{ uploadId: string }>`
    select upload_id as "uploadId" from imported_record where id = ${id}::uuid`.execute(context.sql)
  return readUpload(context.sql, rows[0]!.uploadId)
})

export const removeRecord = handle(RemoveRecord, async ({ recordId }, context) => {
  const { sql: db, emit, fail } = context
  const { id, personId } = (await findOwn(context, recordId)) ?? fail(NoSuchRecord)
  await sql`
    with removed as (delete from imported_record where id = ${id}::uuid returning upload_id)
    update upload set expires_at = now() from removed where upload.id = removed.upload_id`.execute(db)
  emit(RecordRemoved, { recordId: id, personId })
})

async function findOwn(asked: Asked, recordId: string): Promise<ImportedRecord | undefined> {
  const { sql: db, caller, today } = asked
  const personId = await actingPerson(db, caller, today)
  const record = await findRecord(db, recordId)
  return record?.personId === personId ? record : undefined
}

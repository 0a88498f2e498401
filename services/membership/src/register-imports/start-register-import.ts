import {
  ExtractedInFuture,
  ExtractTooOld,
  NoSuchRegisterFile,
  RegisterFileIncomplete,
  RegisterImportStarted,
  RegisterImportUnderWay,
  StartRegisterImport,
  UploadRegisterFile,
} from '@nlc/contracts/membership'
import { findUpload, handle, newId } from '@nlc/runtime'
import { sql } from 'kysely'
import { onlyNationalBody } from './only-national-body.ts'
import { readImport } from './read-import.ts'
import { readRegisterFile } from './read-register-file.ts'
import { RegisterImport } from './register-import.ts'

export const startRegisterImport = handle(
  StartRegisterImport,
  async ({ fileId, kind, extractedOn }, { em, sql: db, caller, now, today, emit, enqueue, fail }) => {
    onlyNationalBody(caller)
    const file = await findUpload(db, fileId)
    if (!file || file.operation !== UploadRegisterFile.name || file.client !== caller.client) return fail(NoSuchRegisterFile)
    if (!file.complete) fail(RegisterFileIncomplete, { offset: file.offset, length: file.length })
    if (extractedOn > today) fail(ExtractedInFuture)

    const underWay = await em.findOne(RegisterImport, { state: { $in: ['queued', 'running', 'awaiting-approval'] } })
    if (underWay) fail(RegisterImportUnderWay, { importId: underWay.id })
    const { rows } = await sql<{ last: string | null }>`
      select max(extracted_on) as last from register_import where kind = ${kind} and state = 'done'`.execute(db)
    const last = rows[0]?.last
    if (last && extractedOn < last) fail(ExtractTooOld, { lastExtractedOn: last })

    const imported = RegisterImport.queue(newId(), { kind, fileId, extractedOn }, now)
    em.persist(imported)
    await em.flush()
    await enqueue(readRegisterFile, { importId: imported.id })
    emit(RegisterImportStarted, { importId: imported.id, kind, extractedOn })
    return readImport(db, imported.id)
  },
  { constraints: { register_import_one_at_a_time: RegisterImportUnderWay } },
)

import { RegisterImportDone } from '@nlc/contracts/membership'
import type { WorkContext } from '@nlc/runtime'
import { settleSuccessions } from '../schools/settle-successions.ts'
import { forgetRows } from './import-rows.ts'
import type { RegisterImport } from './register-import.ts'

/** The file is written. Days of opening and closing, or links, may be others than before: what follows from them is settled next. */
export async function endImport(
  imported: RegisterImport,
  { sql, now, emit, enqueue }: Pick<WorkContext<typeof RegisterImportDone>, 'sql' | 'now' | 'emit' | 'enqueue'>,
): Promise<void> {
  const { id: importId, kind, extractedOn, rowsCreated, rowsChanged, rowsUnchanged, rowsRefused, fieldsRefused } = imported
  await forgetRows(sql, importId)
  imported.finish(now)
  emit(RegisterImportDone, { importId, kind, extractedOn, rowsCreated, rowsChanged, rowsUnchanged, rowsRefused, fieldsRefused })
  await enqueue(settleSuccessions, {}, { key: 'settle' })
}

import { RegisterImportFailed } from '@nlc/contracts/membership'
import type { WorkContext } from '@nlc/runtime'
import { forgetRows } from './import-rows.ts'
import { RegisterImport } from './register-import.ts'

/** Ends an import whose work was given up after several tries. */
export async function interrupted(
  importId: string,
  { em, sql, now, emit }: Pick<WorkContext<typeof RegisterImportFailed>, 'em' | 'sql' | 'now' | 'emit'>,
): Promise<void> {
  const imported = await em.findOneOrFail(RegisterImport, importId)
  const { kind, extractedOn } = imported
  imported.fail(
    'interrupted',
    'Something went wrong on our side; it was noted. Start the import again: what was imported already is not imported twice.',
    now,
  )
  await forgetRows(sql, importId)
  emit(RegisterImportFailed, { importId, kind, extractedOn, rule: 'interrupted' })
}

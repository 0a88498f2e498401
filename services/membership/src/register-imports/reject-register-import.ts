import { NoSuchRegisterImport, RegisterImportNotHeld, RegisterImportRejected, RejectRegisterImport } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { forgetRows } from './import-rows.ts'
import { onlyNationalBody } from './only-national-body.ts'
import { readImport } from './read-import.ts'
import { RegisterImport } from './register-import.ts'

export const rejectRegisterImport = handle(
  RejectRegisterImport,
  async ({ importId }, { em, sql, caller, now, emit, fail, checkVersion }) => {
    onlyNationalBody(caller)
    const imported = (await em.findOne(RegisterImport, importId)) ?? fail(NoSuchRegisterImport)
    checkVersion(imported)
    const { state, kind, extractedOn } = imported
    if (state !== 'awaiting-approval') fail(RegisterImportNotHeld, { state })

    imported.reject(now)
    await forgetRows(sql, importId)
    emit(RegisterImportRejected, { importId, kind, extractedOn })
    await em.flush()
    return readImport(sql, importId)
  },
)

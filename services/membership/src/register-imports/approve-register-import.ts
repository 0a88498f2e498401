import { ApproveRegisterImport, NoSuchRegisterImport, RegisterImportApproved, RegisterImportNotHeld } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { onlyNationalBody } from './only-national-body.ts'
import { readImport } from './read-import.ts'
import { RegisterImport } from './register-import.ts'
import { writeEstablishments } from './write-establishments.ts'

export const approveRegisterImport = handle(
  ApproveRegisterImport,
  async ({ importId }, { em, sql, caller, emit, enqueue, fail, checkVersion }) => {
    onlyNationalBody(caller)
    const imported = (await em.findOne(RegisterImport, importId)) ?? fail(NoSuchRegisterImport)
    checkVersion(imported)
    const { state, kind, extractedOn } = imported
    if (state !== 'awaiting-approval') fail(RegisterImportNotHeld, { state })

    imported.resume()
    await enqueue(writeEstablishments, { importId })
    emit(RegisterImportApproved, { importId, kind, extractedOn })
    await em.flush()
    return readImport(sql, importId)
  },
)

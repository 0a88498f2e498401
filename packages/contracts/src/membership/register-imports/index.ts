import { ApproveRegisterImport } from './approve-register-import.ts'
import {
  RegisterImportApproved,
  RegisterImportDone,
  RegisterImportFailed,
  RegisterImportHeld,
  RegisterImportRejected,
  RegisterImportStarted,
} from './events.ts'
import { GetRegisterImport } from './get-register-import.ts'
import { ListRegisterClosures } from './list-register-closures.ts'
import { ListRegisterImports } from './list-register-imports.ts'
import { ListRegisterRefusals } from './list-register-refusals.ts'
import { RejectRegisterImport } from './reject-register-import.ts'
import { StartRegisterImport } from './start-register-import.ts'
import { UploadRegisterFile } from './upload-register-file.ts'

export * from './approve-register-import.ts'
export * from './events.ts'
export * from './get-register-import.ts'
export * from './list-register-closures.ts'
export * from './list-register-imports.ts'
export * from './list-register-refusals.ts'
export * from './model.ts'
export * from './problems.ts'
export * from './reject-register-import.ts'
export * from './start-register-import.ts'
export * from './upload-register-file.ts'

export const operations = [
  UploadRegisterFile,
  StartRegisterImport,
  GetRegisterImport,
  ListRegisterImports,
  ListRegisterRefusals,
  ListRegisterClosures,
  ApproveRegisterImport,
  RejectRegisterImport,
] as const
export const events = [
  RegisterImportStarted,
  RegisterImportHeld,
  RegisterImportApproved,
  RegisterImportRejected,
  RegisterImportDone,
  RegisterImportFailed,
] as const

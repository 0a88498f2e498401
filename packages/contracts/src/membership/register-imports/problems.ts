import { problem } from '../../define.ts'
import { RegisterImportState } from './model.ts'

export const NoSuchRegisterImport = problem(404, 'no-such-register-import', 'There is no such import.')
export const RegisterImportNotHeld = problem(409, 'register-import-not-held', 'The import does not wait for approval.', {
  state: RegisterImportState,
})

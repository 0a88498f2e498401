import { command } from '../../define.ts'
import { Id } from '../../formats.ts'
import { RegisterImportRejected } from './events.ts'
import { RegisterImport } from './model.ts'
import { NoSuchRegisterImport, RegisterImportNotHeld } from './problems.ts'

export const RejectRegisterImport = command('membership.reject-register-import', {
  summary: 'Reject an import that waits for approval',
  description: "It ends, and nothing of it is written. The national body's.",
  needs: 'register:write',
  http: 'POST /v1/register-imports/:importId/rejection',
  input: { importId: Id },
  output: RegisterImport,
  emits: [RegisterImportRejected],
  problems: [NoSuchRegisterImport, RegisterImportNotHeld],
  status: 200,
  ifMatch: true,
})

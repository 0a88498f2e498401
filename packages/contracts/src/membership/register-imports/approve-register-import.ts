import { command } from '../../define.ts'
import { Id } from '../../formats.ts'
import { RegisterImportApproved } from './events.ts'
import { RegisterImport } from './model.ts'
import { NoSuchRegisterImport, RegisterImportNotHeld } from './problems.ts'

export const ApproveRegisterImport = command('membership.approve-register-import', {
  summary: 'Approve an import that waits for approval',
  description: "It goes on, and closes what the file says is closed. The national body's.",
  needs: 'register:write',
  http: 'POST /v1/register-imports/:importId/approval',
  input: { importId: Id },
  output: RegisterImport,
  emits: [RegisterImportApproved],
  problems: [NoSuchRegisterImport, RegisterImportNotHeld],
  status: 200,
  ifMatch: true,
})

import { query } from '../../define.ts'
import { Id } from '../../formats.ts'
import { RegisterImport } from './model.ts'
import { NoSuchRegisterImport } from './problems.ts'

export const GetRegisterImport = query('membership.get-register-import', {
  summary: 'Get an import and how far it is',
  needs: 'register:write',
  http: 'GET /v1/register-imports/:importId',
  input: { importId: Id },
  output: RegisterImport,
  problems: [NoSuchRegisterImport],
})

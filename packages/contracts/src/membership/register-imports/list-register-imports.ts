import Type from 'typebox'
import { query } from '../../define.ts'
import { pageOf, paging } from '../../formats.ts'
import { RegisterImport, RegisterImportKind, RegisterImportState } from './model.ts'

export const ListRegisterImports = query('membership.list-register-imports', {
  summary: 'List imports, the last first',
  needs: 'register:write',
  http: 'GET /v1/register-imports',
  input: { ...paging, kind: Type.Optional(RegisterImportKind), state: Type.Optional(RegisterImportState) },
  output: pageOf(RegisterImport),
  problems: [],
})

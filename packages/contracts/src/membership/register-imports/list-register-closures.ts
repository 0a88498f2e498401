import Type from 'typebox'
import { query } from '../../define.ts'
import { CalendarDate, Id, pageOf, paging, Urn } from '../../formats.ts'
import { NoSuchRegisterImport } from './problems.ts'

export const ListRegisterClosures = query('membership.list-register-closures', {
  summary: 'List the schools that a held import would close',
  description: 'By URN. Empty unless the import waits for approval.',
  needs: 'register:write',
  http: 'GET /v1/register-imports/:importId/closures',
  input: { importId: Id, ...paging },
  output: pageOf(Type.Object({ urn: Urn, name: Type.String(), lastDay: Type.Optional(CalendarDate), line: Type.Integer() })),
  problems: [NoSuchRegisterImport],
})

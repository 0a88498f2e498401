import Type from 'typebox'
import { query } from '../../define.ts'
import { Id, pageOf, paging } from '../../formats.ts'
import { NoSuchRegisterImport } from './problems.ts'

export const RegisterRefusal = Type.Object({
  line: Type.Integer({ description: 'Of the file, from 1 (the header); of a row that spans several lines, its first.' }),
  refused: Type.Enum(['row', 'field'], {
    description: 'row: left out as a whole. field: the row was imported, this field stays as it was.',
  }),
  urn: Type.Optional(Type.String()),
  column: Type.Optional(Type.String({ description: "By the register's name." })),
  rule: Type.String({ examples: ['duplicate', 'required', 'code', 'date'] }),
  detail: Type.String(),
})

export const ListRegisterRefusals = query('membership.list-register-refusals', {
  summary: 'List what an import refused, by line',
  needs: 'register:write',
  http: 'GET /v1/register-imports/:importId/refusals',
  input: { importId: Id, ...paging },
  output: pageOf(RegisterRefusal),
  problems: [NoSuchRegisterImport],
})

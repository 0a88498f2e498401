import Type from 'typebox'
import { query } from '../../define.ts'
import { pageOf, paging } from '../../formats.ts'
import { Erasure } from './model.ts'

export const ListErasures = query('membership.list-erasures', {
  summary: 'List requests for erasure, oldest first',
  needs: 'national-body',
  http: 'GET /v1/erasures',
  input: { state: Type.Optional(Type.Enum(['asked', 'refused', 'done'])), ...paging },
  output: pageOf(Erasure),
  problems: [],
})

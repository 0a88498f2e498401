import Type from 'typebox'
import { query } from '../../define.ts'
import { pageOf, paging } from '../../formats.ts'
import { Succession, SuccessionState } from './model.ts'

export const ListSuccessions = query('membership.list-successions', {
  summary: 'List successions of schools',
  description: 'By the URN of the school that ends. `state=awaiting-decision` lists what the national body has to decide.',
  needs: 'register:read',
  http: 'GET /v1/school-successions',
  input: { ...paging, state: Type.Optional(SuccessionState) },
  output: pageOf(Succession),
  problems: [],
})

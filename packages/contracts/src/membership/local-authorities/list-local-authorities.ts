import Type from 'typebox'
import { query } from '../../define.ts'
import { pageOf, paging } from '../../formats.ts'
import { LocalAuthority } from './model.ts'

export const ListLocalAuthorities = query('membership.list-local-authorities', {
  summary: 'List local authorities',
  description: 'By code: those that exist on `asAt`, or all that ever did.',
  needs: 'register:read',
  http: 'GET /v1/local-authorities',
  input: {
    ...paging,
    asAt: Type.Optional(Type.String({ format: 'date', description: 'Only those that exist on this day (default: all).' })),
  },
  output: pageOf(LocalAuthority),
  problems: [],
})

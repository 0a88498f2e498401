import Type from 'typebox'
import { query } from '../../define.ts'
import { Programme } from './model.ts'

export const ListProgrammes = query('membership.list-programmes', {
  summary: 'List the programmes',
  needs: 'networks:read',
  http: 'GET /v1/programmes',
  input: {},
  output: Type.Object({ items: Type.Array(Programme) }),
  problems: [],
})

import Type from 'typebox'
import { query } from '../../define.ts'
import { asOf, Id, pageOf, paging, Urn } from '../../formats.ts'
import { Employment, StaffCategory } from './model.ts'

export const ListEmployments = query('membership.list-employments', {
  summary: 'List employments, by school or by person',
  description:
    'Those in force on `asAt`; with `personId` and without `asAt`, all of them, past and coming ones too. A client sees those at schools that share with it ' +
    'now, whatever day it asks about.',
  needs: 'people:read',
  http: 'GET /v1/employments',
  input: { urn: Type.Optional(Urn), personId: Type.Optional(Id), staffCategory: Type.Optional(StaffCategory), ...asOf, ...paging },
  output: pageOf(Employment),
  problems: [],
})

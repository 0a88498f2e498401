import Type from 'typebox'
import { query } from '../../define.ts'
import { asOf, Id, pageOf, paging, Urn } from '../../formats.ts'
import { GovernanceTerm } from './model.ts'

export const ListGovernanceTerms = query('membership.list-governance-terms', {
  summary: 'List governance terms, by board or by person',
  description: 'Those that run on `asAt`; with `personId` and without `asAt`, all of them, past and coming ones too.',
  needs: 'people:read',
  http: 'GET /v1/governance-terms',
  input: { urn: Type.Optional(Urn), groupId: Type.Optional(Id), personId: Type.Optional(Id), ...asOf, ...paging },
  output: pageOf(GovernanceTerm),
  problems: [],
})

import { query } from '../../define.ts'
import { asOf, Id } from '../../formats.ts'
import { GovernanceTerm } from './model.ts'
import { NoSuchGovernanceTerm } from './problems.ts'

export const GetGovernanceTerm = query('membership.get-governance-term', {
  summary: 'Get a governance term',
  needs: 'people:read',
  http: 'GET /v1/governance-terms/:termId',
  input: { termId: Id, asKnownAt: asOf.asKnownAt },
  output: GovernanceTerm,
  problems: [NoSuchGovernanceTerm],
})

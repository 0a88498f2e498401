import Type from 'typebox'
import { query } from '../../define.ts'
import { asOf, pageOf, paging, Urn } from '../../formats.ts'
import { SchoolMembership, SchoolMembershipState } from './model.ts'

export const ListNetworksOfSchool = query('membership.list-networks-of-school', {
  summary: 'List the memberships of a school in networks',
  description: 'As of the day asked about, in every state where none is given. Empty for a school that the register does not have.',
  needs: 'networks:read',
  http: 'GET /v1/schools/:urn/memberships',
  input: { urn: Urn, state: Type.Optional(SchoolMembershipState), ...asOf, ...paging },
  output: pageOf(SchoolMembership),
  problems: [],
})

import Type from 'typebox'
import { query } from '../../define.ts'
import { asOf, Urn } from '../../formats.ts'
import { School, SchoolLocalAuthority, SchoolsGroup, Succession } from './model.ts'
import { NoSuchSchool } from './problems.ts'

export const GetSchool = query('membership.get-school', {
  summary: 'Get a school',
  description:
    "Codes, authority and groups are those of `asAt`. Name, phase and address are the register's last: it does not date them; `asKnownAt` gives earlier ones.",
  needs: 'register:read',
  http: 'GET /v1/schools/:urn',
  input: { urn: Urn, ...asOf },
  output: Type.Object({
    ...School.properties,
    /** All, in the order of their days. */
    localAuthorities: Type.Array(SchoolLocalAuthority),
    allGroups: Type.Array(SchoolsGroup),
    succession: Type.Optional(Succession),
    predecessors: Type.Array(Succession),
  }),
  problems: [NoSuchSchool],
})

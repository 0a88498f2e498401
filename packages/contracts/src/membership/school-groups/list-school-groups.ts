import Type from 'typebox'
import { query } from '../../define.ts'
import { followedPageOf, following, paging, Urn } from '../../formats.ts'
import { GroupKind } from '../schools/model.ts'
import { SchoolGroup } from './model.ts'

export const ListSchoolGroups = query('membership.list-school-groups', {
  summary: 'List trusts, federations and sponsors',
  description: 'By name. With `urn`: the groups of that school on `asAt`.',
  needs: 'register:read',
  http: 'GET /v1/school-groups',
  input: {
    ...paging,
    ...following,
    name: Type.Optional(
      Type.String({ minLength: 2, maxLength: 100, pattern: '[\\p{L}\\p{N}]', description: 'Beginnings of words of its name.' }),
    ),
    kind: Type.Optional(GroupKind),
    uid: Type.Optional(Type.String({ pattern: '^\\d{1,8}$', description: "The register's Group UID." })),
    urn: Type.Optional(Urn),
    asAt: Type.Optional(Type.String({ format: 'date', description: 'As of this day (default: today).' })),
  },
  output: followedPageOf(SchoolGroup),
  problems: [],
})

import Type from 'typebox'
import { query } from '../../define.ts'
import { followedPageOf, following, LaCode, paging } from '../../formats.ts'
import { PartnerKind, PartnerOrganisation } from './model.ts'

export const ListPartnerOrganisations = query('membership.list-partner-organisations', {
  summary: 'List partner organisations',
  description: 'By name: those that are partners on `asAt`.',
  needs: 'register:read',
  http: 'GET /v1/partner-organisations',
  input: {
    ...paging,
    ...following,
    name: Type.Optional(
      Type.String({ minLength: 2, maxLength: 100, pattern: '[\\p{L}\\p{N}]', description: 'Beginnings of words of its name.' }),
    ),
    kind: Type.Optional(PartnerKind),
    laCode: Type.Optional(LaCode),
    asAt: Type.Optional(Type.String({ format: 'date', description: 'As of this day (default: today).' })),
  },
  output: followedPageOf(PartnerOrganisation),
  problems: [],
})

import Type from 'typebox'
import { query } from '../../define.ts'
import { EstablishmentNumber, followedPageOf, following, Id, LaCode, paging, Urn } from '../../formats.ts'
import { Phase, School, SchoolStatus } from './model.ts'
import { NoSuchSchool } from './problems.ts'

export const ListSchools = query('membership.list-schools', {
  summary: 'List schools',
  description:
    'Filters are joined by "and", and hold as of `asAt`. By name where nothing else is asked for; names that match what was typed before names that are only like it. With `near` or `nearUrn`: nearest first, and only schools whose place is known. Distances are straight lines on the British National Grid, right to 0.1 %.',
  needs: 'register:read',
  http: 'GET /v1/schools',
  input: {
    ...paging,
    ...following,
    name: Type.Optional(
      Type.String({ minLength: 2, maxLength: 100, pattern: '[\\p{L}\\p{N}]', description: 'Beginnings of words of its name.' }),
    ),
    laCode: Type.Optional(LaCode),
    establishmentNumber: Type.Optional(EstablishmentNumber),
    phase: Type.Optional(Phase),
    status: Type.Optional(SchoolStatus),
    groupId: Type.Optional(Id),
    networkId: Type.Optional(Id),
    near: Type.Optional(
      Type.String({
        pattern: '^-?\\d{1,2}(\\.\\d{1,10})?,-?\\d{1,3}(\\.\\d{1,10})?$',
        examples: ['54.11,-3.22'],
        description: 'Latitude and longitude in degrees (WGS 84). Not together with `nearUrn`.',
      }),
    ),
    nearUrn: Type.Optional(Type.String({ ...Urn, description: 'Near this school, which is itself left out. Not together with `near`.' })),
    withinKm: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1000, description: 'Needs `near` or `nearUrn`.' })),
    asAt: Type.Optional(Type.String({ format: 'date', description: 'As of this day (default: today).' })),
  },
  output: followedPageOf(
    Type.Object({
      ...School.properties,
      distanceKm: Type.Optional(Type.Number({ description: 'Where `near` or `nearUrn` was asked for.' })),
    }),
  ),
  problems: [NoSuchSchool],
})

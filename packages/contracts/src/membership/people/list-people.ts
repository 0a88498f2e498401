import Type from 'typebox'
import { query } from '../../define.ts'
import { followedPageOf, following, paging, Urn } from '../../formats.ts'
import { Person } from './model.ts'

export const ListPeople = query('membership.list-people', {
  summary: 'List the people in your view',
  description:
    'People with a current or coming employment or governance term at a school that shares with you. With `updatedSince`: those who changed or came ' +
    'into your view since, and on the first page, as `gone`, the ids that left it.',
  needs: 'people:read',
  http: 'GET /v1/people',
  input: {
    urn: Type.Optional(Type.String({ ...Urn, description: 'Only people with a current or coming place at this school.' })),
    ...following,
    ...paging,
  },
  output: followedPageOf(Person),
  problems: [],
})

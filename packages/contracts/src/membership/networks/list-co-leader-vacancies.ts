import Type from 'typebox'
import { query } from '../../define.ts'
import { CalendarDate, pageOf, paging } from '../../formats.ts'
import { CoLeaderVacancy } from './model.ts'

export const ListCoLeaderVacancies = query('membership.list-co-leader-vacancies', {
  summary: 'List vacancies among the co-leaders of all networks',
  description: 'The longest due first.',
  needs: 'national-body',
  http: 'GET /v1/co-leader-vacancies',
  input: {
    dueBefore: Type.Optional(Type.String({ ...CalendarDate, description: 'Only those that were or are due before this day.' })),
    ...paging,
  },
  output: pageOf(CoLeaderVacancy),
  problems: [],
})

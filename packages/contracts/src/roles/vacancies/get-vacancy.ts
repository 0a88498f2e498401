import { query } from '../../define.ts'
import { Vacancy, VacancyId } from './model.ts'
import { NoSuchVacancy } from './problems.ts'

export const GetVacancy = query('roles.get-vacancy', {
  summary: 'Get a vacancy',
  description: 'Of a network in your view: acting for somebody who could hold a role there, or seen through a school that shares roles.',
  needs: 'roles:read',
  http: 'GET /v1/vacancies/:vacancyId',
  input: { vacancyId: VacancyId },
  output: Vacancy,
  problems: [NoSuchVacancy],
})

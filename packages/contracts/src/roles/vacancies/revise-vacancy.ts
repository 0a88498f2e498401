import { command } from '../../define.ts'
import { OverRoleCap } from '../appointments/problems.ts'
import { VacancyRevised } from './events.ts'
import { Vacancy, VacancyId, vacancyTerms } from './model.ts'
import { NoSuchVacancy, VacancyDaysBackwards, VacancyNotOpen } from './problems.ts'

export const ReviseVacancy = command('roles.revise-vacancy', {
  summary: 'Say anew what a vacancy offers and asks for',
  description:
    'Whole: what is left out holds no more, such as a closing day. By a co-leader, or the national body. Where as many as it asks for now have been found, it is filled.',
  needs: 'roles:write',
  http: 'PUT /v1/vacancies/:vacancyId',
  input: { vacancyId: VacancyId, ...vacancyTerms },
  output: Vacancy,
  emits: [VacancyRevised],
  problems: [NoSuchVacancy, VacancyNotOpen, OverRoleCap, VacancyDaysBackwards],
  ifMatch: true,
})

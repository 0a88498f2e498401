import { command } from '../../define.ts'
import { VacancyClosed } from './events.ts'
import { GivenVacancyCloseReason, Vacancy, VacancyId } from './model.ts'
import { NoSuchVacancy, VacancyNotOpen } from './problems.ts'

export const CloseVacancy = command('roles.close-vacancy', {
  summary: 'Look for nobody any more',
  description: 'By a co-leader, or the national body. Interest in the vacancy lapses.',
  needs: 'roles:write',
  http: 'POST /v1/vacancies/:vacancyId/closing',
  input: { vacancyId: VacancyId, reason: GivenVacancyCloseReason },
  output: Vacancy,
  status: 200,
  emits: [VacancyClosed],
  problems: [NoSuchVacancy, VacancyNotOpen],
  ifMatch: true,
})

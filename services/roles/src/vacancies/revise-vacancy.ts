import { NoSuchVacancy, OverRoleCap, ReviseVacancy, VacancyDaysBackwards, VacancyNotOpen, VacancyRevised } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { findRole } from '../role-definitions/read-roles.ts'
import { findVacancyToManage } from './find-vacancy.ts'
import { readVacancy } from './read-vacancies.ts'
import { subjectOf, termsOf } from './told-vacancy.ts'
import { areInOrder } from './vacancy-days.ts'

export const reviseVacancy = handle(
  ReviseVacancy,
  async ({ vacancyId, ...terms }, { em, sql: db, caller, now, today, emit, fail, checkVersion }) => {
    const vacancy = (await findVacancyToManage(em, db, caller, today, vacancyId)) ?? fail(NoSuchVacancy)
    checkVersion(vacancy)
    if (vacancy.state !== 'open') fail(VacancyNotOpen, { state: vacancy.state })
    const { maxMinutesPerWeek } = (await findRole(db, vacancy.networkId, vacancy.roleCode))!
    if ((terms.minutesPerWeek ?? 0) > maxMinutesPerWeek) fail(OverRoleCap, { maxMinutesPerWeek })
    if (!areInOrder(terms, today)) fail(VacancyDaysBackwards)

    const { version } = vacancy
    vacancy.describe(terms, now)
    await em.flush()
    if (vacancy.version !== version) emit(VacancyRevised, { ...subjectOf(vacancy), ...termsOf(vacancy) })
    return readVacancy(db, vacancy.id)
  },
)

import { CloseVacancy, NoSuchVacancy, VacancyClosed, VacancyNotOpen } from '@nlc/contracts/roles'
import { handle } from '@nlc/runtime'
import { findVacancyToManage } from './find-vacancy.ts'
import { readVacancy } from './read-vacancies.ts'
import { subjectOf } from './told-vacancy.ts'

export const closeVacancy = handle(
  CloseVacancy,
  async ({ vacancyId, reason }, { em, sql: db, caller, now, today, emit, fail, checkVersion }) => {
    const vacancy = (await findVacancyToManage(em, db, caller, today, vacancyId)) ?? fail(NoSuchVacancy)
    checkVersion(vacancy)
    if (vacancy.state !== 'open') fail(VacancyNotOpen, { state: vacancy.state })

    vacancy.close(reason, now)
    emit(VacancyClosed, { ...subjectOf(vacancy), reason })
    await em.flush()
    return readVacancy(db, vacancy.id)
  },
)

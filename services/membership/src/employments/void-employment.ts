import { EmploymentVoided, NoSuchEmployment, VoidEmployment } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { findEmployment } from './find-employment.ts'

export const voidEmployment = handle(
  VoidEmployment,
  async ({ employmentId }, { em, sql: db, caller, now, today, emit, fail, checkVersion }) => {
    const employment = (await findEmployment(em, db, caller, today, employmentId)) ?? fail(NoSuchEmployment)
    checkVersion(employment)

    employment.void(now)
    emit(EmploymentVoided, { employmentId: employment.id, personId: employment.personId })
  },
)

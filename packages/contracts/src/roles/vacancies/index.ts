import { AgreeToNomination, DeclineNomination } from './answer-nomination.ts'
import { CloseVacancy } from './close-vacancy.ts'
import {
  InterestExpressed,
  InterestTakenUp,
  InterestWithdrawn,
  NominationDeclined,
  PersonNominated,
  VacancyAppointedTo,
  VacancyClosed,
  VacancyOpened,
  VacancyRevised,
} from './events.ts'
import { ExpressInterest, ExpressInterestInVacancy } from './express-interest.ts'
import { GetInterest } from './get-interest.ts'
import { GetVacancy } from './get-vacancy.ts'
import { ListInterests } from './list-interests.ts'
import { ListVacancies } from './list-vacancies.ts'
import { Nominate, NominateForVacancy } from './nominate.ts'
import { OpenVacancy } from './open-vacancy.ts'
import { ReviseVacancy } from './revise-vacancy.ts'
import { WithdrawInterest } from './withdraw-interest.ts'

export * from './answer-nomination.ts'
export * from './close-vacancy.ts'
export * from './events.ts'
export * from './express-interest.ts'
export * from './get-interest.ts'
export * from './get-vacancy.ts'
export * from './list-interests.ts'
export * from './list-vacancies.ts'
export * from './model.ts'
export * from './nominate.ts'
export * from './open-vacancy.ts'
export * from './problems.ts'
export * from './revise-vacancy.ts'
export * from './withdraw-interest.ts'

export const operations = [
  OpenVacancy,
  ReviseVacancy,
  CloseVacancy,
  GetVacancy,
  ListVacancies,
  ExpressInterestInVacancy,
  ExpressInterest,
  NominateForVacancy,
  Nominate,
  AgreeToNomination,
  DeclineNomination,
  WithdrawInterest,
  GetInterest,
  ListInterests,
] as const
export const events = [
  VacancyOpened,
  VacancyRevised,
  VacancyAppointedTo,
  VacancyClosed,
  InterestExpressed,
  PersonNominated,
  NominationDeclined,
  InterestWithdrawn,
  InterestTakenUp,
] as const

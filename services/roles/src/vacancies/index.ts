import { agreeToNomination, declineNomination } from './answer-nomination.ts'
import { closeVacanciesOnNetworkDissolved } from './close-vacancies-on-network-dissolved.ts'
import { closeVacancy } from './close-vacancy.ts'
import { eraseNotesOnPersonErased } from './erase-notes-on-person-erased.ts'
import { expressInterest, expressInterestInVacancy } from './express-interest.ts'
import { getInterest } from './get-interest.ts'
import { getVacancy } from './get-vacancy.ts'
import { Interest } from './interest.ts'
import { listInterests } from './list-interests.ts'
import { listVacancies } from './list-vacancies.ts'
import { moveInterestsOnPersonMerged } from './move-interests-on-person-merged.ts'
import { nominate, nominateForVacancy } from './nominate.ts'
import { noteInterestOnRolesOffered } from './note-interest-on-roles-offered.ts'
import { openVacancy } from './open-vacancy.ts'
import { reviseVacancy } from './revise-vacancy.ts'
import { Vacancy } from './vacancy.ts'
import { withdrawInterest } from './withdraw-interest.ts'

export const handlers = [
  openVacancy,
  reviseVacancy,
  closeVacancy,
  getVacancy,
  listVacancies,
  expressInterestInVacancy,
  expressInterest,
  nominateForVacancy,
  nominate,
  agreeToNomination,
  declineNomination,
  withdrawInterest,
  getInterest,
  listInterests,
] as const
export const entities = [Vacancy, Interest] as const
export const reactions = [
  closeVacanciesOnNetworkDissolved,
  moveInterestsOnPersonMerged,
  eraseNotesOnPersonErased,
  noteInterestOnRolesOffered,
] as const
export const works = [] as const

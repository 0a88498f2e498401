import Type from 'typebox'
import { event } from '../../define.ts'
import { Id } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { AppointmentId } from '../appointments/model.ts'
import { RoleCode, Subject } from '../role-definitions/model.ts'
import { InterestId, VacancyCloseReason, VacancyId, vacancyTerms } from './model.ts'

const aboutVacancy = { vacancy: 'vacancyId' } as const
const vacancy = { vacancyId: VacancyId, networkId: NetworkId, roleCode: RoleCode, subject: Type.Optional(Subject) }
const { description: _, ...terms } = vacancyTerms

export const VacancyOpened = event('roles.vacancy-opened', {
  summary: 'A network looks for somebody to take on a role.',
  about: aboutVacancy,
  data: { ...vacancy, ...terms },
})

export const VacancyRevised = event('roles.vacancy-revised', {
  summary: 'What a vacancy offers or asks for is something else than before.',
  about: aboutVacancy,
  data: { ...vacancy, ...terms },
})

/** `filled` counts whole holders; the vacancy is filled where it reaches `holders`. */
export const VacancyAppointedTo = event('roles.vacancy-appointed-to', {
  summary: 'Somebody holds a role that had a vacancy: it is filled by it, or in part.',
  about: aboutVacancy,
  data: { ...vacancy, appointmentId: AppointmentId, filled: Type.Number(), holders: vacancyTerms.holders },
})

export const VacancyClosed = event('roles.vacancy-closed', {
  summary: 'A network no longer looks for somebody. Interest in the vacancy lapses.',
  about: aboutVacancy,
  data: { ...vacancy, reason: VacancyCloseReason },
})

const aboutInterest = { interest: 'interestId' } as const
const interest = {
  interestId: InterestId,
  networkId: NetworkId,
  personId: Id,
  vacancyId: Type.Optional(VacancyId),
  roleCodes: Type.Array(RoleCode),
}

export const InterestExpressed = event('roles.interest-expressed', {
  summary: 'Somebody could take on a role of a network: by their own word, or by agreeing to a nomination.',
  about: aboutInterest,
  data: interest,
})

export const PersonNominated = event('roles.person-nominated', {
  summary: 'Somebody was nominated for a role of a network, and is asked whether they agree.',
  about: aboutInterest,
  data: { ...interest, nominatedBy: Type.Optional(Id) },
})

export const NominationDeclined = event('roles.nomination-declined', {
  summary: 'Who was nominated does not want to.',
  about: aboutInterest,
  data: interest,
})

export const InterestWithdrawn = event('roles.interest-withdrawn', {
  summary: 'An interest, or a nomination that was not answered, was withdrawn.',
  about: aboutInterest,
  data: interest,
})

export const InterestTakenUp = event('roles.interest-taken-up', {
  summary: 'Somebody holds a role that they had shown interest in.',
  about: aboutInterest,
  data: { ...interest, appointmentId: AppointmentId },
})

/** What an appointment that is confirmed has to say of vacancies and interest. */
export const appointedEvents = [VacancyAppointedTo, InterestTakenUp] as const

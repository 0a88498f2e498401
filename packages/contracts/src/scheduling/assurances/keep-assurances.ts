import Type from 'typebox'
import { command, query } from '../../define.ts'
import { Id, pageOf, paging, Urn } from '../../formats.ts'
import { NoSuchSchool } from '../../membership/schools/problems.ts'
import { BookingEscortChanged } from '../bookings/events.ts'
import { AssuranceGiven, AssuranceWithdrawn } from './events.ts'
import { Assurance, AssuranceId, assuranceTerms } from './model.ts'
import { AssuranceDaysWrong, NoSuchAssurance, NotEmployedThere } from './problems.ts'

export const GiveAssurance = command('scheduling.give-assurance', {
  summary: 'Assure that a member of staff’s checks are done',
  description:
    'By whoever signs for the school where they work. Who has none for the day of a booking is escorted by the host. No certificate is asked for, and none is kept.',
  needs: 'scheduling:write',
  http: 'POST /v1/assurances',
  input: assuranceTerms,
  output: Assurance,
  emits: [AssuranceGiven, BookingEscortChanged],
  problems: [NoSuchSchool, NotEmployedThere, AssuranceDaysWrong],
})

export const WithdrawAssurance = command('scheduling.withdraw-assurance', {
  summary: 'Withdraw an assurance',
  description: 'By whoever signs for the school; from today on. Withdrawn again, it answers as before.',
  needs: 'scheduling:write',
  http: 'POST /v1/assurances/:assuranceId/withdrawal',
  input: { assuranceId: AssuranceId },
  output: Assurance,
  emits: [AssuranceWithdrawn, BookingEscortChanged],
  problems: [NoSuchAssurance],
  status: 200,
  ifMatch: true,
})

export const ListAssurances = query('scheduling.list-assurances', {
  summary: 'List the assurances that a school gave',
  description: 'For whoever signs for the school, and the national body; in the order in which they were given.',
  needs: 'scheduling:read',
  http: 'GET /v1/schools/:urn/assurances',
  input: { urn: Urn, personId: Type.Optional(Id), ...paging },
  output: pageOf(Assurance),
  problems: [NoSuchSchool],
})

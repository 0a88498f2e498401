import Type from 'typebox'
import { CalendarDate, Id, Instant, Version } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { AppointmentId } from '../appointments/model.ts'
import { MinutesPerWeek, RoleCode, Subject } from '../role-definitions/model.ts'

export const VacancyId = Type.String({ format: 'uuid', description: 'A role of a network for which somebody is looked for.' })
/** `filled`: as many hold the role through appointments confirmed since as it asked for. */
export const VacancyState = Type.Enum(['open', 'filled', 'closed'])
export const GivenVacancyCloseReason = Type.Enum(['nobody-found', 'not-needed', 'other'])
/** Why it was closed without being filled. The last two follow from something else. */
export const VacancyCloseReason = Type.Enum(['nobody-found', 'not-needed', 'other', 'role-retired', 'network-dissolved'])

/** What is offered; few of it has to be said. */
export const vacancyTerms = {
  holders: Type.Number({
    exclusiveMinimum: 0,
    maximum: 100,
    multipleOf: 0.01,
    description: 'How many whole holders are looked for; 0.5 is half a job share.',
    examples: [1],
  }),
  minutesPerWeek: Type.Optional(MinutesPerWeek),
  description: Type.Optional(
    Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S', description: 'What the role is about in this network.' }),
  ),
  firstDay: Type.Optional(Type.String({ ...CalendarDate, description: 'From when it is to be held.' })),
  lastDay: Type.Optional(Type.String({ ...CalendarDate, description: 'Until when; absent: without a set end.' })),
  closingDay: Type.Optional(Type.String({ ...CalendarDate, description: 'The last day on which interest can be expressed.' })),
}

export const Vacancy = Type.Object({
  id: VacancyId,
  version: Version,
  networkId: NetworkId,
  roleCode: RoleCode,
  subject: Type.Optional(Subject),
  ...vacancyTerms,
  state: VacancyState,
  filled: Type.Number({ minimum: 0, description: 'How many whole holders have been found.' }),
  closeReason: Type.Optional(VacancyCloseReason),
  openedAt: Instant,
  closedAt: Type.Optional(Instant),
})

export const InterestId = Type.String({ format: 'uuid', description: 'Somebody’s interest in a role of a network.' })
/**
 * `nominated`: somebody else named the person, who has not answered. `taken-up`: the person was appointed. `lapsed`: the vacancy
 * that it was in was filled or closed.
 */
export const InterestState = Type.Enum(['nominated', 'expressed', 'declined', 'withdrawn', 'taken-up', 'lapsed'])

export const Interest = Type.Object({
  id: InterestId,
  version: Version,
  networkId: NetworkId,
  personId: Id,
  vacancyId: Type.Optional(VacancyId),
  roleCodes: Type.Array(RoleCode, {
    description: 'Of a vacancy, its role. Without one, what the person could take on; none: whatever is needed.',
  }),
  subject: Type.Optional(Subject),
  note: Type.Optional(Type.String()),
  state: InterestState,
  nominatedBy: Type.Optional(Type.String({ format: 'uuid', description: 'Who nominated the person, if not the national body itself.' })),
  appointmentId: Type.Optional(AppointmentId),
  expressedAt: Type.Optional(Instant),
  recordedAt: Instant,
})

/** In the person’s own words, or those of who nominates them. Shown to the network’s co-leaders; in no event. */
export const InterestNote = Type.String({
  minLength: 1,
  maxLength: 1000,
  pattern: '\\S',
  description: 'Why; for the network’s co-leaders.',
})
/** Which roles somebody could take on. */
export const couldTakeOn = {
  roleCodes: Type.Array(RoleCode, { maxItems: 20, uniqueItems: true, description: 'Which roles; none: whatever is needed.' }),
  subject: Type.Optional(Subject),
}

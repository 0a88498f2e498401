import Type from 'typebox'
import { event } from '../../define.ts'
import { CalendarDate, EstablishmentNumber, LaCode, Urn } from '../../formats.ts'
import { lifetime, location, Phase, SchoolStatus } from './model.ts'

/** What another service keeps of a school. Each event carries the whole of it: the last one is what holds. */
const school = {
  urn: Urn,
  name: Type.String(),
  status: SchoolStatus,
  phase: Type.Optional(Phase),
  typeCode: Type.Optional(Type.String()),
  ...lifetime,
  lowAge: Type.Optional(Type.Integer()),
  highAge: Type.Optional(Type.Integer()),
  ...{ latitude: Type.Optional(location.latitude), longitude: Type.Optional(location.longitude) },
  laCode: Type.Optional(LaCode),
  establishmentNumber: Type.Optional(EstablishmentNumber),
  laFirstDay: Type.Optional(
    Type.String({ ...CalendarDate, description: 'From this day on, it has this code and number. Absent: ever since.' }),
  ),
}

export const SchoolAspect = Type.Enum([
  'name',
  'status',
  'phase',
  'type',
  'days',
  'ages',
  'character',
  'ukprn',
  'address',
  'location',
  'local-authority',
])

export const SchoolRegistered = event('membership.school-registered', {
  summary: 'A school was found in the national register for the first time.',
  about: { school: 'urn' },
  data: school,
})

export const SchoolChanged = event('membership.school-changed', {
  summary: 'The national register says something else of a school than before.',
  about: { school: 'urn' },
  data: { ...school, changed: Type.Array(SchoolAspect) },
})

export const SchoolClosed = event('membership.school-closed', {
  summary: 'The national register says that a school has closed. Its last day counts.',
  about: { school: 'urn' },
  data: { ...school, lastDay: CalendarDate, changed: Type.Array(SchoolAspect) },
})

export const SchoolSucceeded = event('membership.school-succeeded', {
  summary:
    'One school carries another on from this day: memberships, employments, governance terms and appointments at the one are at the other from then on, without an end and a start.',
  about: { school: 'urn' },
  data: { urn: Urn, successorUrn: Urn, firstDay: CalendarDate },
})

export const SuccessionExpected = event('membership.succession-expected', {
  summary: 'One school is to carry on another from a day that lies ahead. Told again where the school or the day changes.',
  about: { school: 'urn' },
  data: { urn: Urn, successorUrn: Urn, firstDay: CalendarDate },
})

export const SuccessionLeftOpen = event('membership.succession-left-open', {
  summary:
    'The register does not say which one school carries on another: it names several, or a split, or no day. The national body decides.',
  about: { school: 'urn' },
  data: { urn: Urn, candidates: Type.Array(Urn) },
})

export const SuccessionDeclined = event('membership.succession-declined', {
  summary: 'No school carries on the one that ends: the national body decided so.',
  about: { school: 'urn' },
  data: { urn: Urn },
})

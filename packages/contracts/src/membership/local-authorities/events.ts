import Type from 'typebox'
import { event } from '../../define.ts'
import { CalendarDate, LaCode } from '../../formats.ts'

const localAuthority = {
  code: LaCode,
  name: Type.String(),
  firstDay: Type.Optional(CalendarDate),
  lastDay: Type.Optional(CalendarDate),
  successors: Type.Array(LaCode),
}

export const LocalAuthorityRegistered = event('membership.local-authority-registered', {
  summary: 'A local authority was found in the register, or in the list of reorganisations, for the first time.',
  about: { 'local-authority': 'code' },
  data: localAuthority,
})

export const LocalAuthorityChanged = event('membership.local-authority-changed', {
  summary: "A local authority's name, days or successors are others than before.",
  about: { 'local-authority': 'code' },
  data: localAuthority,
})

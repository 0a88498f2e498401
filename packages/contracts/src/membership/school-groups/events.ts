import Type from 'typebox'
import { event } from '../../define.ts'
import { CalendarDate, Id, Urn } from '../../formats.ts'
import { GroupKind } from '../schools/model.ts'

const group = {
  groupId: Id,
  uid: Type.String(),
  name: Type.String(),
  kind: GroupKind,
  firstDay: Type.Optional(CalendarDate),
  lastDay: Type.Optional(CalendarDate),
}

export const SchoolGroupRegistered = event('membership.school-group-registered', {
  summary: 'A trust, federation or sponsor was found in the register for the first time.',
  about: { 'school-group': 'groupId' },
  data: group,
})

export const SchoolGroupChanged = event('membership.school-group-changed', {
  summary: 'The register says something else of a trust, federation or sponsor than before; with a last day: it ends, or has ended.',
  about: { 'school-group': 'groupId' },
  data: group,
})

/** Told of the school: the groups of one school are in order among themselves and with the rest that happens to it. */
export const SchoolJoinedGroup = event('membership.school-joined-group', {
  summary: 'A school belongs to a group from this day. Told again with another first day where that was corrected.',
  about: { school: 'urn' },
  data: { urn: Urn, groupId: Id, kind: GroupKind, firstDay: CalendarDate, replacesFirstDay: Type.Optional(CalendarDate) },
})

export const SchoolLeftGroup = event('membership.school-left-group', {
  summary: 'A school belongs to a group until this day, which counts.',
  about: { school: 'urn' },
  data: { urn: Urn, groupId: Id, kind: GroupKind, firstDay: CalendarDate, lastDay: CalendarDate },
})

import Type from 'typebox'
import { CalendarDate, LaCode, Version } from '../../formats.ts'

export const LocalAuthority = Type.Object({
  code: LaCode,
  name: Type.String(),
  firstDay: Type.Optional(Type.String({ ...CalendarDate, description: 'Absent: before 1 April 2009.' })),
  lastDay: Type.Optional(Type.String({ ...CalendarDate, description: 'Absent: it has not been reorganised.' })),
  /** Authorities that took over from it on the day after its last. */
  successors: Type.Array(LaCode),
  predecessors: Type.Array(LaCode),
  version: Version,
})

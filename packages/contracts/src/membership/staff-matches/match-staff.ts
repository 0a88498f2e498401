import Type from 'typebox'
import { command } from '../../define.ts'
import { Id, Urn } from '../../formats.ts'
import { StaffMatched, StaffMatchUnclear, StaffUnlinked } from './events.ts'
import { MatchedBy, StaffMatchOutcome, StaffMatchRow, StaffRef } from './model.ts'
import { NoSuchSharedSchool, StaffRefRepeated } from './problems.ts'

export const MatchStaff = command('membership.match-staff', {
  summary: "Match a school's staff list, so that messages carry your own references",
  description:
    'For a client with which the school shares roles, acting for nobody. By exact identifiers alone: the TRN; else the payroll number within the employer; else ' +
    'the work e-mail address that was verified; never by names. A reference that was linked before stays so unless its identifiers find somebody else: then it is ambiguous. Rows left ' +
    'out of a later list change nothing.',
  needs: 'subscriptions:write',
  http: 'POST /v1/schools/:urn/staff-matches',
  input: { urn: Urn, rows: Type.Array(StaffMatchRow, { minItems: 1, maxItems: 2000 }) },
  output: Type.Object({
    urn: Urn,
    outcomes: Type.Array(
      Type.Object({
        recipientRef: StaffRef,
        outcome: StaffMatchOutcome,
        personId: Type.Optional(Id),
        matchedBy: Type.Optional(MatchedBy),
      }),
      { description: 'In the order of the rows.' },
    ),
  }),
  emits: [StaffMatched, StaffMatchUnclear, StaffUnlinked],
  problems: [NoSuchSharedSchool, StaffRefRepeated],
  status: 200,
})

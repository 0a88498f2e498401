import Type from 'typebox'
import { CalendarDate, Id, Instant, period, Trn, Urn } from '../../formats.ts'
import { Employer, EmploymentEndReason, Fte, PayrollNumber, StaffCategory, WorkingDays } from '../employments/model.ts'
import { EmailAddress, PersonName } from '../people/model.ts'

/** The MIS's own key for what an item tells of. Remembered, so that the same key finds the same person next time. Codes, never a name. */
export const MisReference = Type.String({ minLength: 1, maxLength: 64, pattern: '^\\S(.*\\S)?$' })

/** One employment of one member of staff at this school, as the MIS has it on the day of the extract. */
export const StaffReturnItem = Type.Object({
  reference: MisReference,
  /** Identifiers, in the order in which they are tried. Names are never compared. */
  personId: Type.Optional(Id),
  trn: Type.Optional(Trn),
  payrollNumber: Type.Optional(PayrollNumber),
  email: Type.Optional(EmailAddress),
  emailVerified: Type.Optional(
    Type.Boolean({ default: false, description: 'The school has checked that the address is theirs. Others find nobody.' }),
  ),
  name: Type.Optional(PersonName),
  employment: Type.Object({
    employer: Type.Optional(Employer),
    workingDays: WorkingDays,
    fte: Fte,
    staffCategory: StaffCategory,
    ...period,
    endReason: Type.Optional(EmploymentEndReason),
  }),
})

/**
 * `created`: a new person, with an employment. `started`: a new employment of somebody known. `changed`: new conditions, or
 * corrected days. `ended`: the last day is known now, or the person works on elsewhere only. `question`: see `questionId`.
 */
export const ItemResult = Type.Enum(['created', 'started', 'changed', 'ended', 'unchanged', 'refused', 'question'])

export const ItemRefusal = Type.Enum([
  'reference-repeated',
  'no-such-person',
  'person-was-erased',
  'name-missing',
  'no-such-employer',
  'last-day-too-early',
  'employment-overlaps',
])

export const ItemOutcome = Type.Object({
  reference: MisReference,
  outcome: ItemResult,
  refusal: Type.Optional(ItemRefusal),
  detail: Type.Optional(Type.String()),
  /** Absent where a dry run would make one. */
  personId: Type.Optional(Id),
  employmentId: Type.Optional(Id),
  questionId: Type.Optional(Id),
})

/** Somebody with a current employment at the school whom a full return leaves out: a question, never a leaver. */
export const Absence = Type.Object({
  personId: Id,
  employmentId: Id,
  questionId: Type.Optional(Id),
})

export const StaffReturnState = Type.Enum(['accepted', 'awaiting-confirmation', 'rejected', 'superseded'])

export const StaffReturnCounts = Type.Object({
  created: Type.Integer(),
  started: Type.Integer(),
  changed: Type.Integer(),
  ended: Type.Integer(),
  unchanged: Type.Integer(),
  refused: Type.Integer(),
  question: Type.Integer(),
  absent: Type.Integer(),
})

export const StaffReturnMode = Type.Enum(['full', 'delta'], {
  description: '`full`: all staff of the school. `delta`: only what changed; who is left out is as before.',
})

export const StaffReturn = Type.Object({
  id: Type.Optional(Type.String({ format: 'uuid', description: 'Absent after a dry run.' })),
  urn: Urn,
  mode: StaffReturnMode,
  dryRun: Type.Boolean(),
  state: StaffReturnState,
  extractedAt: Instant,
  receivedAt: Instant,
  counts: StaffReturnCounts,
  outcomes: Type.Array(ItemOutcome),
  absent: Type.Array(Absence),
})

export const QuestionKind = Type.Enum(['absent', 'which-person'])
export const Answer = Type.Enum(['left', 'still-here', 'same-person', 'new-person'])

export const StaffQuestion = Type.Object({
  id: Id,
  urn: Urn,
  kind: QuestionKind,
  /** `lapsed`: a later return answered it. */
  state: Type.Enum(['open', 'answered', 'lapsed']),
  askedAt: Instant,
  /** Of `absent`: who it is about. */
  personId: Type.Optional(Id),
  employmentId: Type.Optional(Id),
  /** Of `which-person`: what the MIS sent, and those in your view whom its identifiers point to. */
  reference: Type.Optional(MisReference),
  name: Type.Optional(PersonName),
  candidates: Type.Optional(Type.Array(Id)),
  answer: Type.Optional(Answer),
  answeredOn: Type.Optional(CalendarDate),
})

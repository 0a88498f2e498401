import Type from 'typebox'
import { command, problem } from '../../define.ts'
import { CalendarDate, text, Urn } from '../../formats.ts'
import { SchoolSucceeded, SuccessionDeclined, SuccessionExpected } from './events.ts'
import { Succession } from './model.ts'
import { NoSuchSchool } from './problems.ts'

export const AlreadySucceeded = problem(409, 'already-succeeded', 'Another school carries this one on already.', { successorUrn: Urn })
export const NoSuchSuccessor = problem(422, 'no-such-successor', 'The successor is not a school of the register, or is the same school.')
export const SuccessionNeedsDay = problem(422, 'succession-needs-day', 'The register gives no day for this succession: say `firstDay`.')

export const DecideSuccession = command('membership.decide-succession', {
  summary: 'Decide which school carries on one that ends',
  description:
    "For what the register leaves open: a split, several successors, no day; or to do otherwise than it says before the day has come. With a `successorUrn`, everything moves to that school on `firstDay` (default: what the register's days give), at once where that day has come. Without one, nothing moves. The national body's.",
  needs: 'register:write',
  http: 'POST /v1/schools/:urn/succession-decisions',
  input: {
    urn: Urn,
    successorUrn: Type.Optional(Urn),
    firstDay: Type.Optional(CalendarDate),
    reason: text(1000),
  },
  output: Succession,
  emits: [SchoolSucceeded, SuccessionExpected, SuccessionDeclined],
  problems: [NoSuchSchool, AlreadySucceeded, NoSuchSuccessor, SuccessionNeedsDay],
  status: 200,
  ifMatch: true,
})

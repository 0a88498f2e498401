import Type from 'typebox'
import { command, problem } from '../../define.ts'
import { Instant, Urn } from '../../formats.ts'
import { EmploymentChanged, EmploymentCorrected, EmploymentEnded, EmploymentStarted } from '../employments/events.ts'
import { PersonChanged, PersonRegistered } from '../people/events.ts'
import { StaffQuestionLapsed, StaffQuestionRaised, StaffReturnAccepted, StaffReturnHeld } from './events.ts'
import { StaffReturn, StaffReturnItem, StaffReturnMode } from './model.ts'
import { NoSuchStaffSchool } from './problems.ts'

export const OlderExtract = problem(409, 'older-extract', 'A return with a later extract was accepted: extract again.', {
  lastExtractedAt: Instant,
})
export const ExtractFromFuture = problem(
  422,
  'extract-from-future',
  "The extract's instant lies in the future: check the clock that made it.",
)

export const RecordedMeanwhile = problem(
  409,
  'recorded-meanwhile',
  'Somebody recorded one of these people in the same moment. Send it again.',
)

/** Events that applying a return can make, besides its own. */
export const returnEvents = [
  PersonRegistered,
  PersonChanged,
  EmploymentStarted,
  EmploymentChanged,
  EmploymentEnded,
  EmploymentCorrected,
  StaffQuestionRaised,
  StaffQuestionLapsed,
  StaffReturnAccepted,
] as const

export const SubmitStaffReturn = command('membership.submit-staff-return', {
  summary: "Send a school's staff as its MIS has them",
  description: [
    'A person is found by exact identifiers alone, the first that finds somebody: `personId`, the `reference` of an earlier return, TRN, payroll number with',
    'the employer, verified work e-mail; never by name. Where one of them points to several people, or another of them to somebody else, a question is raised',
    'and the item waits for its answer.',
    '',
    'Who is absent from a `full` return is asked about, never ended. A return that would end more than 10 % of the current employments waits for',
    'confirmation as a whole. A dry run gives the same outcomes and writes nothing. An item that is refused leaves the others untouched.',
    '',
    'Where conditions differ from what is recorded, they hold from the first day given, if that lies within the employment, else from the day of the extract;',
    'hours of somebody who works at several schools are left to those who keep the whole employment. Leaving out `lastDay` takes an end back that lies before',
    "the extract, not one that is still to come. Without `employer`, it is the employment's as recorded, else the school's trust, else its governing body.",
    'A name is taken over only for people who have no place at another school; a TRN and an address are added, never replaced.',
  ].join('\n'),
  needs: 'people:write',
  http: 'POST /v1/schools/:urn/staff-returns',
  input: {
    urn: Urn,
    mode: StaffReturnMode,
    dryRun: Type.Optional(Type.Boolean({ default: false })),
    extractedAt: Instant,
    items: Type.Array(StaffReturnItem, { maxItems: 2000 }),
  },
  output: StaffReturn,
  emits: [...returnEvents, StaffReturnHeld],
  problems: [NoSuchStaffSchool, OlderExtract, ExtractFromFuture, RecordedMeanwhile],
})

import Type from 'typebox'
import { problem } from '../../define.ts'
import { CalendarDate } from '../../formats.ts'
import { BulkState } from './model.ts'

export const NoSuchBulkRun = problem(404, 'no-such-bulk-run', 'There is no such bulk work.')
export const NothingSelected = problem(422, 'nothing-selected', 'No appointment meets what was said: there is nothing to do.')
export const RollOverYearOutOfRange = problem(
  422,
  'roll-over-year-out-of-range',
  'Roles are rolled over into the academic year that comes next, or, until its 31 August, into the one under way.',
  { earliest: Type.String(), latest: Type.String() },
)
export const BulkLastDayOutOfRange = problem(
  422,
  'bulk-last-day-out-of-range',
  'The last day of a mass ending is neither before today nor more than a year from now.',
  { earliest: CalendarDate, latest: CalendarDate },
)
export const BulkRunUnderWay = problem(409, 'bulk-run-under-way', 'Such work is under way for this network: wait for it, or stop it.')
export const BulkRunHasEnded = problem(409, 'bulk-run-has-ended', 'The work has ended: there is nothing to stop.', { state: BulkState })

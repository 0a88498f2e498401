import Type from 'typebox'
import { command } from '../../define.ts'
import { AcademicYear } from '../../formats.ts'
import { NetworkNotInState, NoSuchNetwork } from '../../membership/networks/problems.ts'
import { BulkRunStarted } from './events.ts'
import { BulkRun, selection } from './model.ts'
import { BulkRunUnderWay, NothingSelected, RollOverYearOutOfRange } from './problems.ts'

export const RollOverAppointments = command('roles.roll-over-appointments', {
  summary: 'Offer roles anew for an academic year to those who hold them in the year before',
  description:
    'By the national body, or a co-leader for the own network. Each appointment whose last day lies in July or August before, and that nobody ended, is offered again, to the same person and ' +
    'on the same conditions, from 1 September (or today, where that has passed) to 31 August: so the school releases the time for the new year, and the person accepts. One that has no last day, or a later one, goes on by itself. ' +
    'It runs in the background in small steps; read its progress and the outcome of each. A dry run tries everything and changes nothing.',
  needs: 'roles:write',
  http: 'POST /v1/appointment-roll-overs',
  input: { academicYear: AcademicYear, ...selection, dryRun: Type.Optional(Type.Boolean({ default: false })) },
  output: BulkRun,
  emits: [BulkRunStarted],
  problems: [NoSuchNetwork, NetworkNotInState, RollOverYearOutOfRange, NothingSelected, BulkRunUnderWay],
  status: 202,
})

import Type from 'typebox'
import { command } from '../../define.ts'
import { CalendarDate } from '../../formats.ts'
import { NoSuchNetwork } from '../../membership/networks/problems.ts'
import { GivenEndReason } from '../appointments/model.ts'
import { BulkRunStarted } from './events.ts'
import { BulkRun, selection } from './model.ts'
import { BulkLastDayOutOfRange, BulkRunUnderWay, NothingSelected } from './problems.ts'

export const EndAppointments = command('roles.end-appointments', {
  summary: 'End many appointments on one last day',
  description:
    'By the national body, or a co-leader for the own network. Each that is held is ended as by itself; one that ends by that day anyway stays as it is. ' +
    'It runs in the background in small steps; read its progress and the outcome of each. A dry run tries everything and changes nothing.',
  needs: 'roles:write',
  http: 'POST /v1/appointment-endings',
  input: {
    lastDay: Type.String({ ...CalendarDate, description: 'Counts.' }),
    reason: GivenEndReason,
    ...selection,
    dryRun: Type.Optional(Type.Boolean({ default: false })),
  },
  output: BulkRun,
  emits: [BulkRunStarted],
  problems: [NoSuchNetwork, BulkLastDayOutOfRange, NothingSelected, BulkRunUnderWay],
  status: 202,
})

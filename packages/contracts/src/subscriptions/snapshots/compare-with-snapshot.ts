import Type from 'typebox'
import { query } from '../../define.ts'
import { Id } from '../../formats.ts'
import { AppointmentId } from '../../roles/appointments/model.ts'
import { DeliverySuspended } from '../mailbox/problems.ts'
import { NoSuchSnapshot } from './problems.ts'

export const CompareWithSnapshot = query('subscriptions.compare-with-snapshot', {
  summary: 'Which appointments that you hold are in a snapshot no longer',
  description:
    'Name those that you hold as current, any number of times up to 20,000: `gone` are those that are no longer held, or no longer yours to see.',
  needs: 'subscriptions:read',
  http: 'POST /v1/snapshots/:snapshotId/comparison',
  input: { snapshotId: Id, appointmentIds: Type.Array(AppointmentId, { maxItems: 20_000 }) },
  output: Type.Object({ gone: Type.Array(AppointmentId) }),
  problems: [NoSuchSnapshot, DeliverySuspended],
})

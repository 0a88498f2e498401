import { query } from '../../define.ts'
import { Id, pageOf, paging } from '../../formats.ts'
import { AppointmentMessage } from '../mailbox/model.ts'
import { DeliverySuspended } from '../mailbox/problems.ts'
import { NoSuchSnapshot } from './problems.ts'

export const ReadSnapshot = query('subscriptions.read-snapshot', {
  summary: 'Read a snapshot, page by page',
  description: 'In the order of the appointments’ ids. What stopped being shared after it was taken is left out.',
  needs: 'subscriptions:read',
  http: 'GET /v1/snapshots/:snapshotId/appointments',
  input: { snapshotId: Id, ...paging },
  output: pageOf(AppointmentMessage),
  problems: [NoSuchSnapshot, DeliverySuspended],
})

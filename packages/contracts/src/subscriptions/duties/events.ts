import { event } from '../../define.ts'
import { Id, Instant } from '../../formats.ts'
import { ClientId } from '../../membership/sharing-agreements/model.ts'
import { DutyKind } from './model.ts'

export const DutyAcknowledged = event('subscriptions.duty-acknowledged', {
  summary: 'A client says that it deleted what it had to delete.',
  about: { duty: 'dutyId' },
  data: { dutyId: Id, clientId: ClientId, kind: DutyKind, acknowledgedAt: Instant },
})

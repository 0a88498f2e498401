import Type from 'typebox'
import { command } from '../../define.ts'
import { text } from '../../formats.ts'
import { ClientId } from '../../membership/sharing-agreements/model.ts'
import { DeliveryWasSuspended } from './events.ts'
import { DeliverySuspension } from './model.ts'
import { SuspendedAlready } from './problems.ts'

export const SuspendDelivery = command('subscriptions.suspend-delivery', {
  summary: 'Suspend the delivery to one client, or all delivery',
  description: 'For the national body. Every door of theirs closes at once; mailboxes go on, so that nothing is lost.',
  needs: 'national-body',
  http: 'POST /v1/delivery-suspensions',
  input: { clientId: Type.Optional(ClientId), reason: text(500) },
  output: DeliverySuspension,
  emits: [DeliveryWasSuspended],
  problems: [SuspendedAlready],
})

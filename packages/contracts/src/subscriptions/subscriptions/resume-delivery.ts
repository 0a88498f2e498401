import Type from 'typebox'
import { command } from '../../define.ts'
import { ClientId } from '../../membership/sharing-agreements/model.ts'
import { DeliveryWasResumed } from './events.ts'
import { NotSuspended } from './problems.ts'

export const ResumeDelivery = command('subscriptions.resume-delivery', {
  summary: 'Resume delivery that was suspended',
  description: 'For the national body. Of one client, or of all; a client suspended by itself stays so when all is resumed.',
  needs: 'national-body',
  http: 'POST /v1/delivery-resumptions',
  input: { clientId: Type.Optional(ClientId) },
  emits: [DeliveryWasResumed],
  problems: [NotSuspended],
})

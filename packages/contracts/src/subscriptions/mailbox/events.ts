import Type from 'typebox'
import { event } from '../../define.ts'
import { Instant } from '../../formats.ts'
import { ClientId, SharingAgreementId } from '../../membership/sharing-agreements/model.ts'

export const DoorsClosed = event('subscriptions.doors-closed', {
  summary:
    'A sharing agreement was withdrawn, and since this instant no message with content that it opened is at any door. What it had opened is withheld, and keeps its number.',
  about: { 'sharing-agreement': 'agreementId' },
  data: { agreementId: SharingAgreementId, clientId: ClientId, closedAt: Instant, withheld: Type.Integer({ minimum: 0 }) },
})

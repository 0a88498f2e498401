import Type from 'typebox'
import { command } from '../../define.ts'
import { SharingOffered } from './events.ts'
import { ClientId, SharingAgreement, sharingTerms } from './model.ts'
import { NoSuchController, SharedAlready, SharingDaysInvalid } from './problems.ts'

export const OfferSharing = command('membership.offer-sharing', {
  summary: 'Offer a sharing agreement to a school or trust',
  description:
    'By the client that is to receive, or the national body for a client. Nothing is shared before the authorised signatory signs.',
  needs: 'sharing:write',
  http: 'POST /v1/sharing-agreements',
  input: {
    clientId: Type.Optional(Type.String({ ...ClientId, description: 'The recipient, where it is not the caller: for the national body.' })),
    ...sharingTerms,
  },
  output: SharingAgreement,
  emits: [SharingOffered],
  problems: [NoSuchController, SharingDaysInvalid, SharedAlready],
})

import { command } from '../../define.ts'
import { Id } from '../../formats.ts'
import { PersonTakenIn } from './events.ts'
import { SharingAgreementId } from './model.ts'
import { NoSuchSharingAgreement } from './problems.ts'

export const TakePersonIn = command('membership.take-person-in', {
  summary: 'No longer leave a person out of a sharing agreement',
  description:
    "By the authorised signatory or the national body, never through the recipient's own software. Repeating it changes nothing.",
  needs: 'sharing:write',
  http: 'DELETE /v1/sharing-agreements/:agreementId/left-out/:personId',
  input: { agreementId: SharingAgreementId, personId: Id },
  emits: [PersonTakenIn],
  problems: [NoSuchSharingAgreement],
})

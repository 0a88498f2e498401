import { command } from '../../define.ts'
import { Id } from '../../formats.ts'
import { NoSuchPerson } from '../people/problems.ts'
import { PersonLeftOut } from './events.ts'
import { SharingAgreementId } from './model.ts'
import { NoSuchSharingAgreement, SharingNotInState } from './problems.ts'

export const LeavePersonOut = command('membership.leave-person-out', {
  summary: 'Leave a person out of a sharing agreement',
  description:
    "By the authorised signatory or the national body, never through the recipient's own software: nothing that the recipient can see, the agreement and its version included, shows that it happened. Repeating it changes nothing.",
  needs: 'sharing:write',
  http: 'PUT /v1/sharing-agreements/:agreementId/left-out/:personId',
  input: { agreementId: SharingAgreementId, personId: Id },
  emits: [PersonLeftOut],
  problems: [NoSuchSharingAgreement, SharingNotInState, NoSuchPerson],
})

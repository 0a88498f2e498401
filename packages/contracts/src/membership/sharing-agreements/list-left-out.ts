import Type from 'typebox'
import { query } from '../../define.ts'
import { Id, Instant, pageOf, paging } from '../../formats.ts'
import { SharingAgreementId } from './model.ts'
import { NoSuchSharingAgreement } from './problems.ts'

export const ListLeftOut = query('membership.list-left-out', {
  summary: 'List who is left out of a sharing agreement',
  description: "By the authorised signatory or the national body, never through the recipient's own software.",
  needs: 'sharing:read',
  http: 'GET /v1/sharing-agreements/:agreementId/left-out',
  input: { agreementId: SharingAgreementId, ...paging },
  output: pageOf(Type.Object({ personId: Id, since: Instant })),
  problems: [NoSuchSharingAgreement],
})

import Type from 'typebox'
import { query } from '../../define.ts'
import { followedPageOf, following, paging } from '../../formats.ts'
import { ClientId, Controller, SharingAgreement, SharingState } from './model.ts'

export const ListSharing = query('membership.list-sharing', {
  summary: 'List the sharing agreements that the caller may see',
  description:
    'A client sees its own, a signatory those of their school or trust, the national body all. In the order in which they were offered.',
  needs: 'sharing:read',
  http: 'GET /v1/sharing-agreements',
  input: {
    clientId: Type.Optional(ClientId),
    controllerKind: Type.Optional(Controller.properties.kind),
    controllerReference: Type.Optional(Controller.properties.reference),
    state: Type.Optional(SharingState),
    ...following,
    ...paging,
  },
  output: followedPageOf(SharingAgreement),
  problems: [],
})

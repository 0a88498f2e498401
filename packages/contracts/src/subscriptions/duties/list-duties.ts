import Type from 'typebox'
import { query } from '../../define.ts'
import { pageOf, paging } from '../../formats.ts'
import { ClientId } from '../../membership/sharing-agreements/model.ts'
import { Duty, DutyKind } from './model.ts'

export const ListDuties = query('subscriptions.list-duties', {
  summary: 'List what clients have to delete',
  description: "A client's own; for the national body, all: with `acknowledged=false`, those who are silent. The oldest first.",
  needs: 'subscriptions:read',
  http: 'GET /v1/duties',
  input: {
    clientId: Type.Optional(ClientId),
    kind: Type.Optional(DutyKind),
    acknowledged: Type.Optional(Type.Boolean()),
    toldBefore: Type.Optional(Type.String({ format: 'date-time', description: 'Only those told before this instant.' })),
    ...paging,
  },
  output: pageOf(Duty),
  problems: [],
})

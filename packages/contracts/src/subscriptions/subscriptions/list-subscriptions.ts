import Type from 'typebox'
import { query } from '../../define.ts'
import { pageOf, paging } from '../../formats.ts'
import { ClientId } from '../../membership/sharing-agreements/model.ts'
import { Subscription, SubscriptionState } from './model.ts'

export const ListSubscriptions = query('subscriptions.list-subscriptions', {
  summary: 'List subscriptions',
  description: "A client's own; for the national body, all.",
  needs: 'subscriptions:read',
  http: 'GET /v1/subscriptions',
  input: { clientId: Type.Optional(ClientId), state: Type.Optional(SubscriptionState), ...paging },
  output: pageOf(Subscription),
  problems: [],
})

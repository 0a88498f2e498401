import Type from 'typebox'
import { Id, Instant, LaCode, text, Urn, Version } from '../../formats.ts'
import { ClientId } from '../../membership/sharing-agreements/model.ts'
import { RoleCode } from '../../roles/role-definitions/model.ts'
import { MessageType } from '../mailbox/model.ts'

export const SubscriptionId = Type.String({ format: 'uuid', description: 'A subscription.' })

/**
 * `active`: delivered by every door that is set up. `degraded`, `disabled`: a webhook fails, or failed for too long. `paused`: by its
 * owner. Whatever it is, messages go on getting their numbers; only an ended one gets none.
 */
export const SubscriptionState = Type.Enum(['pending-verification', 'active', 'degraded', 'disabled', 'paused', 'ended'])

const list = <Item extends Parameters<typeof Type.Array>[0]>(item: Item, maxItems: number, description: string) =>
  Type.Optional(Type.Array(item, { minItems: 1, maxItems, uniqueItems: true, description }))

/**
 * What is asked for, among what may be seen: each list narrows, and one of each must fit. Absent: everything, but
 * `appointment.took-effect`, which has to be named.
 */
export const SubscriptionFilter = Type.Object({
  types: list(MessageType, 14, 'Only messages of these types. `sharing.ended` and `erasure.requested` come in any case.'),
  urns: list(Urn, 5000, 'Only what is held through these schools.'),
  laCodes: list(LaCode, 200, "Only what is held through schools of these local authorities, by each school's code on the day."),
  networkIds: list(Id, 1000, 'Only roles of these networks.'),
  roleCodes: list(RoleCode, 100, 'Only these roles.'),
})

export const SubscriptionName = text(100)

export const Subscription = Type.Object({
  id: SubscriptionId,
  clientId: ClientId,
  name: SubscriptionName,
  state: SubscriptionState,
  filter: SubscriptionFilter,
  firstNumber: Type.Integer({ minimum: 1, description: 'Of the oldest message that is kept.' }),
  lastNumber: Type.Integer({ minimum: 0, description: 'Of the newest message.' }),
  acknowledgedNumber: Type.Integer({ minimum: 0, description: 'Up to which its owner said to have everything.' }),
  suspended: Type.Boolean({ description: 'The national body has suspended delivery.' }),
  updatedAt: Instant,
  version: Version,
})

/** Without a client: all delivery. */
export const DeliverySuspension = Type.Object({
  clientId: Type.Optional(ClientId),
  reason: text(500),
  suspendedAt: Instant,
})

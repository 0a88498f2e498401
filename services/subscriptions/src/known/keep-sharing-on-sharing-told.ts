/** Sharing agreements as membership says: what each opens, and what it does not open any more. */
import type { DataOf } from '@nlc/contracts/define'
import { SharingExpired, SharingInForce, SharingOffered, SharingWithdrawing, SharingWithdrawn } from '@nlc/contracts/membership'
import { type ReactionContext, react, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { tellOfDuties } from '../duties/tell-of-duties.ts'
import { lockSubscriptions } from '../mailbox/append-messages.ts'
import type { EndReason } from '../mailbox/client-place.ts'
import { openPlaces } from '../mailbox/open-places.ts'
import { reportDoorsClosed, settlingMs } from '../mailbox/report-doors-closed.ts'
import { opening } from '../mailbox/who-may-see-what.ts'
import { catchUpWith, loseSightOf } from './keep-left-out-on-left-out-told.ts'
import { placesOf } from './places-of-agreement.ts'

type Offered = DataOf<typeof SharingOffered>

async function keep(
  db: Sql,
  agreement: Omit<Offered, 'reviewDay' | 'lastDay' | 'lawfulBasis'>,
  state: 'offered' | 'in-force',
): Promise<void> {
  const { agreementId, clientId, controller, dataClasses, inPlaceOf, heldUntil } = agreement
  await sql`
    insert into known_sharing (agreement_id, client_id, place, roles, cover, state, in_place_of, held_until)
    values (${agreementId}, ${clientId}, ${controller.reference}, ${dataClasses.includes('roles')},
      ${dataClasses.includes('cover')}, ${state}, ${inPlaceOf ?? null}, ${heldUntil ?? null})
    on conflict (agreement_id) do update set roles = excluded.roles, cover = excluded.cover, state = excluded.state, in_place_of = excluded.in_place_of`.execute(
    db,
  )
  // Who is left out of the one stays left out of what comes in its place, or renews it: membership says nothing of it.
  await sql`
    insert into known_left_out (agreement_id, person_id)
    select ${agreementId}, o.person_id from known_left_out o join known_sharing s on s.agreement_id = o.agreement_id
    where s.agreement_id = ${inPlaceOf ?? null}::uuid
      or ${state} = 'in-force' and s.client_id = ${clientId} and s.place = ${controller.reference} and s.state = 'in-force'
    on conflict do nothing`.execute(db)
}

async function end(
  { agreementId, clientId, controller }: Pick<Offered, 'agreementId' | 'clientId' | 'controller'>,
  state: 'withdrawing' | 'withdrawn' | 'expired',
  ending: EndReason,
  change: ReactionContext<never>,
): Promise<void> {
  const { sql: db, event } = change
  await sql`update known_sharing set state = ${state} where agreement_id = ${agreementId}`.execute(db)
  await openPlaces(change, await placesOf(db, { clientId, place: controller.reference }), {
    ending,
    quietly: state === 'withdrawing',
    eventId: event.id,
    occurredAt: event.recordedAt,
  })
  // Left out by this agreement alone, they were so wherever the client sees them, and are so no longer.
  const { rows } = await sql<{ id: string }>`
    select o.person_id as id from known_left_out o
    where o.agreement_id = ${agreementId}
      and not exists (select from known_exclusion x where x.client_id = ${clientId} and x.person_id = o.person_id)`.execute(db)
  if (rows.length === 0) return
  await catchUpWith(
    change,
    await lockSubscriptions(db, [clientId]),
    rows.map(({ id }) => id),
  )
}

export const keepSharingOnSharingTold = [
  react('subscriptions.keep-offer', { on: SharingOffered }, async (offer, change) => {
    const { sql: db, event } = change
    await opening(db)
    await keep(db, offer, 'offered')
    const pairs = await placesOf(db, { clientId: offer.clientId, place: offer.controller.reference })
    await openPlaces(change, pairs, { ending: 'withdrawn', eventId: event.id, occurredAt: event.recordedAt })
  }),

  react('subscriptions.open-places', { on: SharingInForce }, async (agreement, change) => {
    const { sql: db, event } = change
    await opening(db)
    await keep(db, agreement, 'in-force')
    await lockSubscriptions(db, [agreement.clientId])
    const { rows: leftOut } = await sql<{ id: string }>`
      select person_id as id from known_left_out where agreement_id = ${agreement.agreementId}`.execute(db)
    await loseSightOf(
      db,
      agreement.clientId,
      leftOut.map(({ id }) => id),
    )
    const pairs = await placesOf(db, { clientId: agreement.clientId, place: agreement.controller.reference })
    await openPlaces(change, pairs, { ending: 'withdrawn', eventId: event.id, occurredAt: event.recordedAt })
  }),

  react('subscriptions.close-places', { on: SharingWithdrawing }, async (agreement, change) => {
    const { agreementId, clientId } = agreement
    await end(agreement, 'withdrawing', 'withdrawn', change)
    await change.enqueue(
      reportDoorsClosed,
      { agreementId, clientId },
      { key: agreementId, runAt: new Date(change.now.getTime() + settlingMs) },
    )
  }),

  react('subscriptions.tell-of-withdrawal', { on: SharingWithdrawn }, async (agreement, change) => {
    const { agreementId, clientId, withdrawnAt } = agreement
    await end(agreement, 'withdrawn', 'withdrawn', change)
    const subscribers = await lockSubscriptions(change.sql, [clientId])
    await tellOfDuties(change, subscribers, { clientId, agreementId }, { eventId: change.event.id, occurredAt: new Date(withdrawnAt) })
  }),

  react('subscriptions.close-expired', { on: SharingExpired }, async (agreement, change) => {
    const { reason } = agreement
    await end(agreement, 'expired', reason === 'renewed' ? 'end-date' : reason, change)
  }),
] as const

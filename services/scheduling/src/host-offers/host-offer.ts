import type { HostOffer as Shown } from '@nlc/contracts/scheduling'
import { plusDays } from '@nlc/known/day'
import { type Caller, type Sql, withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'
import { maySignFor } from '../standing.ts'

type ShownOffer = Static<typeof Shown>
/** As the API shows it, but for `offeredAt`, which is not a string yet. */
export type HostOffer = Omit<ShownOffer, 'offeredAt'> & { readonly offeredAt: Date }
export type HostOfferTerms = Pick<ShownOffer, 'activities' | 'firstDay' | 'lastDay' | 'weekdays' | 'capacity' | 'focus'>

const maxDays = 366

/** `o` is the offer. */
export async function readHostOffers(db: Sql, rest: RawBuilder<unknown>): Promise<HostOffer[]> {
  const { rows } = await sql<HostOffer>`
    select o.id, o.version, o.urn, o.network_id as "networkId", o.activities, o.first_day as "firstDay", o.last_day as "lastDay", o.weekdays,
      o.capacity, o.focus, case when o.end_reason is null then 'open' else 'withdrawn' end as state, o.end_reason as "endReason",
      o.offered_at as "offeredAt"
    from host_offer o ${rest}`.execute(db)
  return rows.map(withoutNulls) as HostOffer[]
}

/** `from host_offer o`: those that hold on that day for such a thing. */
export const offersOn = (urn: string, networkId: string, kind: string, day: RawBuilder<unknown>) => sql`
  from host_offer o
  where o.urn = ${urn} and o.network_id = ${networkId}::uuid and o.end_reason is null and ${kind} = any (o.activities)
    and ${day} between o.first_day and o.last_day and (o.weekdays is null or trim(to_char(${day}, 'day')) = any (o.weekdays))`

/** What its events say of it. */
export const saidOf = ({ id: hostOfferId, version: _, state: __, endReason: ___, offeredAt: ____, ...terms }: HostOffer) => ({
  hostOfferId,
  ...terms,
})

/** Locked until the end of the transaction; one whose school the caller signs for. */
export async function findOfferToKeep(db: Sql, caller: Caller, today: string, hostOfferId: string): Promise<HostOffer | undefined> {
  const [offer] = await readHostOffers(db, sql`where o.id = ${hostOfferId}::uuid for update`)
  return offer && (await maySignFor(db, caller, today, { urn: offer.urn })) ? offer : undefined
}

/** Where the days cannot stand: between which its last day has to be. */
export function boundsBroken(
  { firstDay, lastDay }: HostOfferTerms,
  today: string,
): { earliestLastDay: string; latestLastDay: string } | undefined {
  const earliestLastDay = firstDay > today ? firstDay : today
  const latestLastDay = plusDays(firstDay, maxDays - 1)
  return lastDay < earliestLastDay || lastDay > latestLastDay ? { earliestLastDay, latestLastDay } : undefined
}

type Days = Pick<HostOfferTerms, 'firstDay' | 'lastDay'>

export async function isMemberThroughout(db: Sql, urn: string, networkId: string, { firstDay, lastDay }: Days): Promise<boolean> {
  const { rows } = await sql<{ is: boolean }>`
    select is_member_throughout(${urn}, ${networkId}::uuid, ${firstDay}::date, ${lastDay}::date) as is`.execute(db)
  return rows[0]!.is
}

/** Whole: what is left out holds no more. */
export async function writeTerms(db: Sql, id: string, terms: HostOfferTerms): Promise<void> {
  const { activities, firstDay, lastDay, weekdays, capacity, focus } = terms
  await sql`
    update host_offer set version = version + 1, activities = ${activities}::text[], first_day = ${firstDay}, last_day = ${lastDay},
      weekdays = ${weekdays ?? null}::text[], capacity = ${capacity}, focus = ${focus ?? null}
    where id = ${id}::uuid`.execute(db)
}

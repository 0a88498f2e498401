import { GetHostOffer, ListHostOffers, NoSuchHostOffer } from '@nlc/contracts/scheduling'
import { followedPage, handle, idCursor, updatedUntil } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { seesNetwork } from '../standing.ts'
import { readHostOffers } from './host-offer.ts'

export const getHostOffer = handle(GetHostOffer, async ({ hostOfferId }, { sql: db, caller, today, fail }) => {
  const [offer] = await readHostOffers(
    db,
    sql`where o.id = ${hostOfferId}::uuid and ${seesNetwork(caller, sql.ref('o.network_id'), today)}`,
  )
  return offer ?? fail(NoSuchHostOffer)
})

export const listHostOffers = handle(ListHostOffers, async (input, { sql: db, caller, today }) => {
  const { networkId, urn, activity, state, onDay, updatedSince, after, limit = 50 } = input
  const until = await updatedUntil(db)
  // There are few networks: whether each is seen is asked once, not with each offer.
  const seen: RawBuilder<unknown>[] = [
    networkId === undefined
      ? sql`o.network_id in (select n.id from known_network n where ${seesNetwork(caller, sql.ref('n.id'), today)})`
      : sql`o.network_id = ${networkId}::uuid and ${seesNetwork(caller, networkId, today)}`,
  ]
  if (updatedSince !== undefined) seen.push(sql`o.updated_at >= ${updatedSince}::timestamptz`)
  const matches: RawBuilder<unknown>[] = [sql`true`]
  if (urn !== undefined) matches.push(sql`o.urn = ${urn}`)
  if (activity !== undefined) matches.push(sql`${activity} = any (o.activities)`)
  if (state !== undefined) matches.push(sql`(o.end_reason is null) = ${state === 'open'}`)
  if (onDay !== undefined)
    matches.push(sql`${onDay}::date between o.first_day and o.last_day and extract(isodow from ${onDay}::date) < 6
      and (o.weekdays is null or trim(to_char(${onDay}::date, 'day')) = any (o.weekdays))`)
  const inView = sql.join(seen, sql` and `)
  const asked = sql`(${sql.join(matches, sql` and `)})`
  const rows = await readHostOffers(
    db,
    sql`where o.id > ${idCursor(after)}::uuid and ${inView} and ${asked} order by o.id limit ${limit + 1}`,
  )
  const left = () => readHostOffers(db, sql`where ${inView} and not ${asked} order by o.id`)
  return followedPage(rows, { limit, after, updatedSince, updatedUntil: until }, ({ id }) => [id], matches.length === 1 ? undefined : left)
})

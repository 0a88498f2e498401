/** What befalls a school or its network befalls what it offers there. */
import { NetworkDissolved, SchoolLeft, SchoolSucceeded } from '@nlc/contracts/membership'
import { HostOfferRevised, HostOfferWithdrawn } from '@nlc/contracts/scheduling'
import { type Change, react } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { type HostOffer, readHostOffers, saidOf } from './host-offer.ts'

type Settling = Change<typeof HostOfferRevised | typeof HostOfferWithdrawn>

/** Until the last day they stand; those that begin later are withdrawn. */
export const endHostOffersOnSchoolLeft = react(
  'scheduling.end-host-offers-of-school',
  { on: SchoolLeft, emits: [HostOfferRevised, HostOfferWithdrawn] },
  ({ networkId, urn, lastDay }, change) =>
    endAfter(change, sql`o.network_id = ${networkId}::uuid and o.urn = ${urn}`, lastDay, 'school-left-network'),
)

export const endHostOffersOnNetworkDissolved = react(
  'scheduling.end-host-offers-of-network',
  { on: NetworkDissolved, emits: [HostOfferRevised, HostOfferWithdrawn] },
  ({ networkId, lastDay }, change) => endAfter(change, sql`o.network_id = ${networkId}::uuid`, lastDay, 'network-dissolved'),
)

/** The same building, the same people: its successor offers what lies ahead of the opening day. */
export const carryOverHostOffersOnSchoolSucceeded = react(
  'scheduling.carry-over-host-offers',
  { on: SchoolSucceeded, emits: [HostOfferRevised] },
  async ({ urn, successorUrn, firstDay }, { sql: db, emit }) => {
    for (const offer of await lockOffers(db, sql`o.urn = ${urn} and o.last_day >= ${firstDay}::date`)) {
      await sql`update host_offer set version = version + 1, urn = ${successorUrn} where id = ${offer.id}::uuid`.execute(db)
      emit(HostOfferRevised, saidOf({ ...offer, urn: successorUrn }))
    }
  },
)

async function endAfter(
  { sql: db, emit }: Settling,
  of: RawBuilder<unknown>,
  lastDay: string,
  reason: 'school-left-network' | 'network-dissolved',
): Promise<void> {
  for (const offer of await lockOffers(db, sql`${of} and o.last_day > ${lastDay}::date`)) {
    if (offer.firstDay > lastDay) {
      await sql`update host_offer set version = version + 1, end_reason = ${reason} where id = ${offer.id}::uuid`.execute(db)
      emit(HostOfferWithdrawn, { ...saidOf(offer), reason })
    } else {
      await sql`update host_offer set version = version + 1, last_day = ${lastDay} where id = ${offer.id}::uuid`.execute(db)
      emit(HostOfferRevised, saidOf({ ...offer, lastDay }))
    }
  }
}

const lockOffers = (db: Settling['sql'], of: RawBuilder<unknown>): Promise<HostOffer[]> =>
  readHostOffers(db, sql`where ${of} and o.end_reason is null order by o.id for update`)

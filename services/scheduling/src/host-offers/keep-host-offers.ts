import { NetworkNotInState, NoSuchNetwork, NoSuchSchool } from '@nlc/contracts/membership'
import {
  HostingOffered,
  HostOfferDaysWrong,
  HostOfferRevised,
  HostOfferWithdrawn,
  HostOfferWithdrawnAlready,
  NoSuchHostOffer,
  OfferHosting,
  ReviseHostOffer,
  SchoolNotInNetwork,
  WithdrawHostOffer,
} from '@nlc/contracts/scheduling'
import { findNetwork, running } from '@nlc/known'
import { handle, newId, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { holds, maySignFor, seesNetwork } from '../standing.ts'
import {
  boundsBroken,
  findOfferToKeep,
  type HostOffer,
  type HostOfferTerms,
  isMemberThroughout,
  readHostOffers,
  saidOf,
  writeTerms,
} from './host-offer.ts'

export const offerHosting = handle(OfferHosting, async ({ networkId, urn, ...terms }, { sql: db, caller, now, today, emit, fail }) => {
  const network = (await findNetwork(db, networkId)) ?? fail(NoSuchNetwork)
  if (!(await holds(db, seesNetwork(caller, network.id, today)))) fail(NoSuchNetwork)
  if (!(await maySignFor(db, caller, today, { urn }))) fail(NoSuchSchool)
  if (!running.includes(network.state)) fail(NetworkNotInState, { state: network.state, needed: [...running] })
  const broken = boundsBroken(terms, today)
  if (broken) fail(HostOfferDaysWrong, broken)
  if (!(await isMemberThroughout(db, urn, network.id, terms)))
    fail(SchoolNotInNetwork, { firstDay: terms.firstDay, lastDay: terms.lastDay })

  const id = newId()
  const { activities, firstDay, lastDay, weekdays, capacity, focus }: HostOfferTerms = terms
  await sql`
    insert into host_offer (id, urn, network_id, activities, first_day, last_day, weekdays, capacity, focus, offered_at)
    values (${id}, ${urn}, ${network.id}, ${activities}::text[], ${firstDay}, ${lastDay}, ${weekdays ?? null}::text[], ${capacity},
      ${focus ?? null}, ${now.toISOString()}::timestamptz)`.execute(db)
  const offer = await written(db, id)
  emit(HostingOffered, saidOf(offer))
  return offer
})

export const reviseHostOffer = handle(
  ReviseHostOffer,
  async ({ hostOfferId, ...terms }, { sql: db, caller, today, emit, fail, checkVersion }) => {
    const offer = (await findOfferToKeep(db, caller, today, hostOfferId)) ?? fail(NoSuchHostOffer)
    checkVersion(offer)
    if (offer.state === 'withdrawn') fail(HostOfferWithdrawnAlready)
    const broken = boundsBroken(terms, today)
    if (broken) fail(HostOfferDaysWrong, broken)
    if (!(await isMemberThroughout(db, offer.urn, offer.networkId, terms)))
      fail(SchoolNotInNetwork, { firstDay: terms.firstDay, lastDay: terms.lastDay })
    await writeTerms(db, offer.id, terms)
    const revised = await written(db, offer.id)
    emit(HostOfferRevised, saidOf(revised))
    return revised
  },
)

export const withdrawHostOffer = handle(
  WithdrawHostOffer,
  async ({ hostOfferId }, { sql: db, caller, today, emit, fail, checkVersion }) => {
    const offer = (await findOfferToKeep(db, caller, today, hostOfferId)) ?? fail(NoSuchHostOffer)
    checkVersion(offer)
    if (offer.state === 'withdrawn') return offer
    const reason = 'by-school'
    await sql`update host_offer set version = version + 1, end_reason = ${reason} where id = ${offer.id}::uuid`.execute(db)
    emit(HostOfferWithdrawn, { ...saidOf(offer), reason })
    return written(db, offer.id)
  },
)

const written = async (db: Sql, id: string): Promise<HostOffer> => (await readHostOffers(db, sql`where o.id = ${id}::uuid`))[0]!

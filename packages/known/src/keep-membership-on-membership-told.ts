import { InvitationEnded, PersonJoinedNetwork, PersonLeftNetwork, SchoolJoined, SchoolLeft } from '@nlc/contracts/membership'
import { react } from '@nlc/runtime'
import { sql } from 'kysely'
import { lasting } from './day.ts'
import { readMembership, settleMembership, writeMembership } from './known-membership.ts'

export const keepMembershipOnSchoolJoined = react(
  'known.keep-school-joined',
  { on: SchoolJoined },
  async ({ membershipId, networkId, urn, firstDay }, { sql: db, event }) => {
    const pieces = [{ urn, firstDay, lastDay: null, toldAt: event.recordedAt.toISOString() }]
    const membership = { membershipId, networkId, pieces }
    await writeMembership(db, membership)
    await settleMembership(db, membership)
  },
)

export const keepMembershipOnSchoolLeft = react(
  'known.keep-school-left',
  { on: SchoolLeft },
  async ({ membershipId, lastDay }, { sql: db }) => {
    const known = await readMembership(db, membershipId)
    if (!known) return
    const membership = { ...known, pieces: lasting(known.pieces, lastDay) }
    await writeMembership(db, membership)
    await settleMembership(db, membership)
  },
)

/** Also of one that had signed for a day which has not come. */
export const dropMembershipOnInvitationEnded = react(
  'known.drop-membership',
  { on: InvitationEnded },
  async ({ membershipId }, { sql: db }) => {
    await sql`delete from known_network_school where membership_id = ${membershipId}`.execute(db)
  },
)

export const keepMembershipOnPersonJoinedNetwork = react(
  'known.keep-person-joined',
  { on: PersonJoinedNetwork },
  async ({ membershipId, networkId, personId, firstDay }, { sql: db }) => {
    await sql`
      insert into known_network_person (membership_id, network_id, person_id, first_day)
      values (${membershipId}, ${networkId}, know_person(${personId}::uuid), ${firstDay}) on conflict (membership_id) do nothing`.execute(
      db,
    )
  },
)

export const keepMembershipOnPersonLeftNetwork = react(
  'known.keep-person-left',
  { on: PersonLeftNetwork },
  async ({ membershipId, lastDay }, { sql: db }) => {
    await sql`update known_network_person set last_day = ${lastDay} where membership_id = ${membershipId}`.execute(db)
  },
)

import { SchoolSucceeded } from '@nlc/contracts/membership'
import { react } from '@nlc/runtime'
import { sql } from 'kysely'
import { readCoLeader, settleCoLeader } from './known-co-leader.ts'
import { readEmployments, settleEmployment } from './known-employment.ts'
import { readMembership, settleMembership } from './known-membership.ts'
import { readTerms, settleTerm } from './known-term.ts'

/**
 * Who works at the one, governs it or co-leads through it, and its memberships of networks, go on at the other from that day: this one
 * event says it all. It is kept, for what was said before it may come after.
 */
export const carryOverOnSchoolSucceeded = react(
  'known.carry-over-known',
  { on: SchoolSucceeded },
  async ({ urn, successorUrn, firstDay }, { sql: db, event }) => {
    await sql`
      insert into known_succession (urn, successor_urn, first_day, told_at)
      values (${urn}, ${successorUrn}, ${firstDay}, ${event.recordedAt.toISOString()}::timestamptz)
      on conflict (urn) do update set successor_urn = excluded.successor_urn, first_day = excluded.first_day, told_at = excluded.told_at`.execute(
      db,
    )
    const employments = await readEmployments(
      db,
      sql`e.id in (
        select employment_id from known_employment_place where urn = ${urn} and (last_day is null or last_day >= ${firstDay}::date))`,
    )
    for (const { id } of employments) {
      // Another of the same person may have been united with it meanwhile.
      const [employment] = await readEmployments(db, sql`e.id = ${id}`)
      await settleEmployment(db, employment!)
    }
    for (const term of await readTerms(db, sql`t.id in (select term_id from known_governance_seat where board_reference = ${urn})`))
      await settleTerm(db, term)
    const { rows: memberships } = await sql<{ id: string }>`
      select distinct membership_id as id from known_network_school where urn = ${urn}`.execute(db)
    for (const { id } of memberships) await settleMembership(db, (await readMembership(db, id))!)
    const { rows: coLeaders } = await sql<{
      id: string
    }>`select distinct co_leader_id as id from known_co_leader where urn = ${urn}`.execute(db)
    for (const { id } of coLeaders) await settleCoLeader(db, (await readCoLeader(db, id))!)
  },
)

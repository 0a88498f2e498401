import { SchoolSucceeded } from '@nlc/contracts/membership'
import { GroupMembershipMoved } from '@nlc/contracts/roles'
import { react } from '@nlc/runtime'
import { sql } from 'kysely'
import { readMemberships, subjectOf, writeMembership } from './group-record.ts'
import { settleMemberships, settlingEvents } from './settle-memberships.ts'

/** Who is in a group through the one school is in it through the other from that day; also who had left because the one had closed. */
export const moveMembershipsOnSchoolSucceeded = react(
  'roles.move-group-memberships',
  { on: SchoolSucceeded, emits: [GroupMembershipMoved, ...settlingEvents] },
  async ({ urn, successorUrn, firstDay }, change) => {
    const { sql: db, emit } = change
    await sql`
      select from leadership_group g where exists (select from group_membership m where m.group_id = g.id and m.urn = ${urn}) order by g.id for update`.execute(
      db,
    )
    const memberships = await readMemberships(
      db,
      sql`where m.urn = ${urn} and (m.state = 'invited' or m.state = 'joined'
        and coalesce(m.last_day, 'infinity') >= ${firstDay}::date - case when m.reason in ('left-school', 'school-left-network') then 1 else 0 end)
        order by m.id`,
    )
    for (const membership of memberships) {
      const moved = await writeMembership(db, { ...membership, urn: successorUrn })
      emit(GroupMembershipMoved, subjectOf(moved))
    }
    await settleMemberships(change, sql`m.urn = ${successorUrn}`)
  },
)

import { ListGroupMemberships, NoSuchLeadershipGroup } from '@nlc/contracts/roles'
import { handle, idCursor, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { isNotLeftOut, seesHeld } from '../standing.ts'
import { readGroups, readMemberships, shownMembership } from './group-record.ts'
import { seesAllMembers, seesGroup } from './group-standing.ts'

export const listGroupMemberships = handle(
  ListGroupMemberships,
  async ({ groupId, asAt, after, limit = 50 }, { sql: db, caller, today, fail }) => {
    const asked = { sql: db, caller, today }
    const [group] = await readGroups(db, today, sql`where g.id = ${groupId}::uuid`)
    if (!group || !(await seesGroup(asked, group))) return fail(NoSuchLeadershipGroup)
    const day = asAt ?? today
    // Being in a group through a school is seen as a role held through it is.
    const seen = (await seesAllMembers(asked, group))
      ? isNotLeftOut(caller, sql.ref('m.person_id'))
      : seesHeld(
          caller,
          { personId: sql.ref('m.person_id'), networkId: sql.ref('g.network_id'), urn: sql.ref('m.urn'), groupId: null },
          today,
        )
    const rows = await readMemberships(
      db,
      sql`where m.group_id = ${group.id} and ${seen}
        and (m.state = 'joined' and ${day}::date between m.first_day and coalesce(m.last_day, 'infinity')
          or ${asAt === undefined} and (m.state = 'invited' or m.state = 'joined' and m.first_day > ${day}::date))
        and m.id > ${idCursor(after)}::uuid order by m.id limit ${limit + 1}`,
    )
    const page = pageFrom(rows, limit, ({ id }) => [id])
    return { ...page, items: page.items.map((membership) => shownMembership(membership, day)) }
  },
)

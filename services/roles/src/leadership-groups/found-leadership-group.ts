import { NetworkNotInState, NoSuchNetwork } from '@nlc/contracts/membership'
import {
  FoundLeadershipGroup,
  GroupDayOutOfBounds,
  GroupNameTaken,
  JoinedGroup,
  LeadershipGroupFounded,
  NotAtSchoolOfNetwork,
} from '@nlc/contracts/roles'
import { handle, newId } from '@nlc/runtime'
import { sql } from 'kysely'
import { actingPerson, mayManageNetwork } from '../standing.ts'
import { outOfBounds } from './bounds.ts'
import { addMembership, readGroups, shownGroup, subjectOf } from './group-record.ts'
import { groundAt } from './group-standing.ts'

const working = ['active', 'sustaining'] as const

export const foundLeadershipGroup = handle(
  FoundLeadershipGroup,
  async ({ networkId, urn, firstDay, ...described }, { sql: db, caller, today, emit, fail }) => {
    const { rows } = await sql<{ state: 'forming' | 'active' | 'sustaining' | 'suspended' | 'dissolved' }>`
      select state from known_network where id = ${networkId}::uuid and kind = 'school-network' for share`.execute(db)
    const network = rows[0] ?? fail(NoSuchNetwork)
    const day = firstDay ?? today
    const acting = await actingPerson(db, caller, today)
    const manages = await mayManageNetwork(db, caller, today, networkId)
    // Whoever is of one of the schools today may found one; to them the network is no secret.
    const isOfNetwork = acting !== undefined && (await isAtAnySchool(db, networkId, acting, today))
    if (!manages && !isOfNetwork) fail(NoSuchNetwork)
    if (!working.some((state) => state === network.state)) fail(NetworkNotInState, { state: network.state, needed: [...working] })
    const bounds = outOfBounds(day, today, today)
    if (bounds) fail(GroupDayOutOfBounds, bounds)
    if (acting !== undefined && !manages && urn === undefined)
      return fail(NotAtSchoolOfNetwork, { personId: acting, detail: 'Say through which school you are in the group (`urn`).' })

    const ground = urn !== undefined && acting !== undefined ? await groundAt(db, networkId, acting, urn, day) : undefined
    if (urn !== undefined && ground === undefined) return fail(NotAtSchoolOfNetwork, { personId: acting, urn })

    const id = newId()
    const { name, focus, learningLevel, outcomesForPupils } = described
    await sql`
      insert into leadership_group (id, network_id, name, focus, learning_level, outcomes_for_pupils, first_day)
      values (${id}, ${networkId}, ${name}, ${focus}, ${learningLevel}, ${outcomesForPupils}, ${day})`.execute(db)
    emit(LeadershipGroupFounded, { groupId: id, networkId, learningLevel, firstDay: day })
    if (ground !== undefined) {
      const first = await addMembership(db, {
        id: newId(),
        groupId: id,
        networkId,
        personId: acting!,
        urn: urn!,
        governor: ground === 'governor',
        state: 'joined',
        firstDay: day,
        lastDay: null,
        leads: true,
        appointmentId: null,
        reason: null,
      })
      emit(JoinedGroup, { ...subjectOf(first), governor: first.governor, firstDay: day, leads: true })
    }
    return shownGroup((await readGroups(db, today, sql`where g.id = ${id}`))[0]!, today)
  },
  { constraints: { leadership_group_name: GroupNameTaken } },
)

async function isAtAnySchool(db: Parameters<typeof actingPerson>[0], networkId: string, personId: string, day: string): Promise<boolean> {
  const { rows } = await sql`
    select from affiliations_with(${networkId}::uuid, ${personId}::uuid, ${day}::date)
    where urn is not null and affiliation in ('employment', 'governance') limit 1`.execute(db)
  return rows.length > 0
}

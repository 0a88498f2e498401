import { CoLeadersReplaced, NetworkNotInState, NoSuchNetwork, ReplaceCoLeaders } from '@nlc/contracts/membership'
import { handle, newId } from '@nlc/runtime'
import { sql } from 'kysely'
import { dayAfter } from '../employments/day.ts'
import { schoolsOfNetwork } from '../network-memberships/schools-of-network.ts'
import { CoLeader, CoLeaderVacancy } from './co-leader.ts'
import { laterDay } from './deadline.ts'
import { lockNetwork } from './lock-network.ts'
import { managesNetwork } from './manages-network.ts'
import { Network } from './network.ts'
import { readCoLeaders } from './read-co-leaders.ts'
import { requireCoLeaders } from './require-co-leaders.ts'
import { watchCoLeaders } from './watch-co-leader.ts'

export const replaceCoLeaders = handle(
  ReplaceCoLeaders,
  async ({ networkId: id, coLeaders }, { em, sql: db, caller, now, today, emit, enqueue, fail }) => {
    const network = (await lockNetwork(em, id)) ?? fail(NoSuchNetwork)
    const { id: networkId, state, kind } = network
    if (!(await managesNetwork(db, caller, today, networkId))) fail(NoSuchNetwork)
    if (!Network.undissolved.includes(state)) fail(NetworkNotInState, { state, needed: [...Network.undissolved] })
    const named = await requireCoLeaders(db, fail, today, { kind, coLeaders, schools: await schoolsOfNetwork(db, networkId, today) })

    const there = await em.find(CoLeader, { networkId, $or: [{ lastDay: null }, { lastDay: { $gte: today } }] }, { orderBy: { id: 1 } })
    // Who leaves on a day that is set already leaves on it; named again, a new co-leadership follows.
    const staying = there.filter(({ lastDay }) => lastDay == null)
    const isNamed = ({ personId, urn }: CoLeader) => named.some((one) => one.personId === personId && one.urn === (urn ?? undefined))
    const ending = staying.filter((coLeader) => !isNamed(coLeader))
    for (const coLeader of ending) coLeader.end(laterDay(coLeader.firstDay, today), 'replaced')
    // Periods of one person never overlap, not even between two statements.
    await em.flush()

    const starting = named
      .filter(({ personId, urn }) => !staying.some((one) => one.personId === personId && (one.urn ?? undefined) === urn))
      .map(({ personId, urn }) => {
        const until = there.filter((one) => one.personId === personId).map(({ lastDay }) => lastDay as string)
        return em.create(CoLeader, {
          id: newId(),
          networkId,
          personId,
          urn,
          firstDay: until.length > 0 ? dayAfter(until.sort().at(-1)!) : today,
        })
      })
    em.persist(starting)
    await watchCoLeaders({ sql: db, enqueue }, starting)
    for (const vacancy of await em.find(CoLeaderVacancy, { networkId, closedAt: null })) vacancy.closedAt = now

    if (ending.length + starting.length > 0) {
      emit(CoLeadersReplaced, {
        networkId,
        started: starting.map(({ id: coLeaderId, personId, urn, firstDay }) => ({ coLeaderId, personId, urn: urn ?? undefined, firstDay })),
        ended: ending.map(({ id: coLeaderId, personId, urn, lastDay }) => ({
          coLeaderId,
          personId,
          urn: urn ?? undefined,
          lastDay: lastDay!,
          reason: 'replaced' as const,
        })),
      })
    }
    await em.flush()
    return {
      items: await readCoLeaders(
        db,
        sql.table('network_co_leader'),
        sql`cl.network_id = ${networkId} and (cl.last_day is null or cl.last_day >= ${today})`,
      ),
    }
  },
)

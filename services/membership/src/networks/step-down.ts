import { LastDayPassed, NoSuchCoLeader, NoSuchNetwork, StepDown } from '@nlc/contracts/membership'
import { handle, isNationalBody } from '@nlc/runtime'
import { sql } from 'kysely'
import { actingPerson, resolvePerson } from '../standing.ts'
import { CoLeader } from './co-leader.ts'
import { lockNetwork } from './lock-network.ts'
import { noteCoLeaderLeaving } from './note-co-leader-leaving.ts'
import { readVacancies } from './read-co-leaders.ts'

export const stepDown = handle(StepDown, async ({ networkId, personId, lastDay }, { em, sql: db, caller, today, emit, enqueue, fail }) => {
  const network = (await lockNetwork(em, networkId)) ?? fail(NoSuchNetwork)
  const kept = (await resolvePerson(db, personId)) ?? fail(NoSuchCoLeader)
  if (!isNationalBody(caller) && (await actingPerson(db, caller, today)) !== kept) fail(NoSuchCoLeader)
  const coLeader =
    (await em.findOne(
      CoLeader,
      { networkId: network.id, personId: kept, $or: [{ lastDay: null }, { lastDay: { $gte: today } }] },
      { orderBy: { firstDay: -1 } },
    )) ?? fail(NoSuchCoLeader)
  if (lastDay < today) fail(LastDayPassed)

  const vacancy = await noteCoLeaderLeaving({ em, sql: db, emit, enqueue }, coLeader, lastDay, 'stepped-down')
  await em.flush()
  return (await readVacancies(db, sql`and v.id = ${vacancy.id}`))[0]!
})

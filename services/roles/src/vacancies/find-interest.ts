import { type EntityManager, LockMode } from '@mikro-orm/postgresql'
import { type Caller, isNationalBody, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { actingPerson, mayManageNetwork } from '../standing.ts'
import { Interest } from './interest.ts'
import { interestState, seesInterest } from './read-interests.ts'

export interface InterestToAnswer {
  readonly interest: Interest
  /** As it is shown: that it lapsed follows from its vacancy or its network. */
  readonly state: Interest['state'] | 'lapsed'
  /** The caller acts for the very person. */
  readonly isOwn: boolean
  /** The caller made the nomination, or co-leads the network; or is the national body. */
  readonly mayTakeBack: boolean
}

/** One in the caller's view, held until the end of the transaction. */
export async function findInterest(
  em: EntityManager,
  db: Sql,
  caller: Caller,
  today: string,
  interestId: string,
): Promise<InterestToAnswer | undefined> {
  const interest = await em.findOne(Interest, { id: interestId }, { lockMode: LockMode.PESSIMISTIC_WRITE })
  if (!interest) return undefined
  const { rows } = await sql<{ state: InterestToAnswer['state'] }>`
    select ${interestState} as state
    from role_interest i left join vacancy v on v.id = i.vacancy_id left join known_network n on n.id = i.network_id
    where i.id = ${interest.id} and ${seesInterest(caller, today)}`.execute(db)
  if (!rows[0]) return undefined
  const me = await actingPerson(db, caller, today)
  return {
    interest,
    state: rows[0].state,
    isOwn: me !== undefined && me === interest.personId,
    mayTakeBack:
      isNationalBody(caller) ||
      (me !== undefined && me === interest.nominatedBy) ||
      (await mayManageNetwork(db, caller, today, interest.networkId)),
  }
}

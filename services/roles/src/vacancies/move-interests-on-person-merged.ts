import { LockMode } from '@mikro-orm/postgresql'
import { PersonMerged } from '@nlc/contracts/membership'
import { InterestWithdrawn } from '@nlc/contracts/roles'
import { react } from '@nlc/runtime'
import { sql } from 'kysely'
import { resolvePerson } from '../standing.ts'
import { Interest, standing, told } from './interest.ts'

/**
 * What the one was interested in, the other is: that the records were merged says it all. Where both were interested in the same, the
 * merged record's is withdrawn.
 */
export const moveInterestsOnPersonMerged = react(
  'roles.move-interests',
  { on: PersonMerged, emits: [InterestWithdrawn] },
  async ({ personId, intoPersonId }, { em, sql: db, emit }) => {
    const kept = (await resolvePerson(db, intoPersonId))!
    const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 1 } } as const
    const theirs = await em.find(Interest, { personId, state: { $in: standing } }, lock)
    const own = await em.find(Interest, { personId: kept, state: { $in: standing } }, lock)
    for (const interest of theirs) {
      const { networkId, vacancyId } = interest
      if (!own.some((other) => other.networkId === networkId && (other.vacancyId ?? null) === (vacancyId ?? null))) continue
      interest.state = 'withdrawn'
      emit(InterestWithdrawn, told(interest))
    }
    await em.flush()
    // Not by entities: no version is made of it, for no event is.
    await sql`update role_interest set person_id = ${kept} where person_id = ${personId}`.execute(db)
    await sql`update role_interest set nominated_by = ${kept} where nominated_by = ${personId}`.execute(db)
  },
)

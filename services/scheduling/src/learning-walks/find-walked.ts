import { type Activity, lockActivity } from '../activities/activity.ts'
import { type Asked, actingPerson } from '../standing.ts'
import { type LearningWalk, readWalk } from './learning-walk.ts'

/** A walk in whose team the caller's person has a place, or that they lead; held until the end of the transaction. */
export async function findWalked(
  { sql: db, caller, today }: Asked,
  activityId: string,
  as: 'member' | 'lead',
): Promise<{ activity: Activity; walk: LearningWalk } | undefined> {
  const me = await actingPerson(db, caller, today)
  const activity = await lockActivity(db, activityId)
  if (me === undefined || !activity) return undefined
  const walk = await readWalk(db, activityId)
  const member = walk.team.find(({ personId }) => personId === me)
  const hasPlace = member?.state === 'accepted' || member?.state === 'attended'
  return hasPlace && (as === 'member' || member.isLead) ? { activity, walk } : undefined
}

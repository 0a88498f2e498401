import type { DetailsOf } from '@nlc/contracts/define'
import type { PublicationMissing } from '@nlc/contracts/scheduling'
import type { Sql } from '@nlc/runtime'
import { readWalk } from '../learning-walks/learning-walk.ts'
import { readPairs } from '../super-learning-days/pairs.ts'
import type { Activity } from './activity.ts'

/** What has to be there before it is published. */
export async function whatIsMissing(db: Sql, activity: Activity): Promise<DetailsOf<typeof PublicationMissing>['missing'] | undefined> {
  if (activity.kind === 'super-learning-day') {
    if (activity.timetableSuspendedAt === undefined) return 'timetable-suspension'
    if ((await readPairs(db, activity.id)).length === 0) return 'pairs'
  }
  if (activity.kind === 'learning-walk') {
    const walk = await readWalk(db, activity.id)
    if (walk.protocol === undefined) return 'walk-protocol'
    if (walk.team.length === 0) return 'walk-team'
  }
  return undefined
}

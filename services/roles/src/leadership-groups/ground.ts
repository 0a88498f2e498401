/** What being in a group stands on: being of the staff or the governors of a school, and the school being in the network. */

import { type Days, dayAfter, dayBefore, isBefore } from '@nlc/known/day'
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'

/** The last day until which these cover each day from this one on, but for what begins late; null where they always do. */
export function coveredUntil(spans: readonly Days[], from: string): string | null {
  let covered: string | null | undefined
  for (const { firstDay, lastDay } of spans.toSorted((a, b) => (a.firstDay < b.firstDay ? -1 : 1))) {
    if (isBefore(lastDay, from)) continue
    if (covered === undefined) covered = lastDay
    else if (covered !== null && firstDay <= dayAfter(covered)) covered = lastDay === null || lastDay > covered ? lastDay : covered
  }
  return covered === undefined ? dayBefore(from) : covered
}

export interface GroundEnd {
  readonly lastDay: string
  readonly reason: 'left-school' | 'school-left-network'
}

/** When the ground is gone, as far as that is known; undefined where it lasts. */
export async function groundEnd(
  db: Sql,
  { networkId, personId, urn, from }: { networkId: string; personId: string; urn: string; from: string },
): Promise<GroundEnd | undefined> {
  const { rows: places } = await sql<Days>`
    select first_day as "firstDay", last_day as "lastDay" from affiliation_span where person_id = ${personId} and place = ${urn}`.execute(
    db,
  )
  const { rows: schools } = await sql<Days>`
    select n.first_day as "firstDay", least(n.last_day, e.last_day) as "lastDay"
    from known_network_school n left join ended_school e on e.urn = n.urn where n.network_id = ${networkId} and n.urn = ${urn}`.execute(db)
  const ofPerson = coveredUntil(places, from)
  const ofSchool = coveredUntil(schools, from)
  if (ofPerson === null && ofSchool === null) return undefined
  if (ofSchool === null || (ofPerson !== null && ofPerson < ofSchool)) return { lastDay: ofPerson!, reason: 'left-school' }
  return { lastDay: ofSchool, reason: 'school-left-network' }
}

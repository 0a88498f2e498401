/** What befalls a school or its network befalls what was to take place there. */
import { NetworkDissolved, SchoolLeft, SchoolSucceeded } from '@nlc/contracts/membership'
import { ActivityCancelled, ActivityCarriedOver, BookingCancelled } from '@nlc/contracts/scheduling'
import { react } from '@nlc/runtime'
import { sql } from 'kysely'
import { changeActivity, lockActivities, saidOf } from './activity.ts'
import { cancelActivities } from './cancel-activities.ts'

const emits = [ActivityCancelled, BookingCancelled] as const

/** `a` is the activity. */
const after = (lastDay: string) => sql`a.starts_at >= (${lastDay}::date + 1)::timestamp at time zone 'Europe/London'`

export const endActivitiesOnSchoolLeft = react(
  'scheduling.end-activities-of-school',
  { on: SchoolLeft, emits },
  ({ networkId, urn, lastDay }, change) =>
    cancelActivities(
      change,
      sql`a.network_id = ${networkId}::uuid and a.urn = ${urn} and ${after(lastDay)}`,
      'platform',
      'school-left-network',
    ),
)

export const endActivitiesOnNetworkDissolved = react(
  'scheduling.end-activities-of-network',
  { on: NetworkDissolved, emits },
  ({ networkId, lastDay }, change) =>
    cancelActivities(change, sql`a.network_id = ${networkId}::uuid and ${after(lastDay)}`, 'platform', 'network-dissolved'),
)

/** The same building, the same people: what lies ahead of the opening day is at its successor. */
export const carryOverActivitiesOnSchoolSucceeded = react(
  'scheduling.carry-over-activities',
  { on: SchoolSucceeded, emits: [ActivityCarriedOver] },
  async ({ urn, successorUrn, firstDay }, { sql: db, emit }) => {
    const begins = sql`${firstDay}::timestamp at time zone 'Europe/London'`
    for (const { id } of await lockActivities(
      db,
      sql`a.urn = ${urn} and a.state in ('proposed', 'host-confirmed', 'published') and a.starts_at >= ${begins}`,
    ))
      emit(ActivityCarriedOver, saidOf(await changeActivity(db, id, sql`urn = ${successorUrn}`)))
  },
)

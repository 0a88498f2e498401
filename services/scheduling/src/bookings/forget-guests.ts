import { Id } from '@nlc/contracts/formats'
import { type Step, work } from '@nlc/runtime'
import { sql } from 'kysely'

/** After an activity is closed. */
export const daysKept = 90

/** That there were guests is kept, and where they sat in the order; who they were is not. */
export const forgetGuests = work(
  'scheduling.forget-guests',
  { input: { activityId: Id } },
  async ({ activityId }, _, { sql: db }): Promise<Step<null>> => {
    for (const table of ['booking', 'booking_history'])
      await sql`update ${sql.table(table)} set guest = '{}' where activity_id = ${activityId}::uuid and guest is not null and guest <> '{}'`.execute(
        db,
      )
    return { state: null, next: 'done' }
  },
)

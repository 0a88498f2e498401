import { Id } from '@nlc/contracts/formats'
import { type Step, work } from '@nlc/runtime'
import { sql } from 'kysely'

/** When its days are over. */
export const dropSnapshot = work(
  'subscriptions.drop-snapshot',
  { input: { snapshotId: Id }, background: true },
  async ({ snapshotId }, _, { sql: db }): Promise<Step<null>> => {
    await sql`delete from snapshot where id = ${snapshotId}`.execute(db)
    return { state: null, next: 'done' }
  },
)

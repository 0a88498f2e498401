import { NatsDoorClosed } from '@nlc/contracts/subscriptions'
import { type DatabaseConfig, type Surroundings, unitOfWork } from '@nlc/runtime'
import { sql } from 'kysely'
import { closeDoor } from './close-door.ts'
import { NatsDoor } from './nats-door.ts'

/** A subscription that ended has no door. */
export async function closeDoorsOfEnded({
  database,
  clock,
  committed,
}: Pick<Surroundings<DatabaseConfig>, 'database' | 'clock' | 'committed'>): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select d.subscription_id as id from nats_door d join subscription s on s.id = d.subscription_id
    where d.state in ('opening', 'open') and s.state = 'ended'`.execute(database.sql)
  for (const { id } of rows) {
    const cause = { operation: 'subscriptions.close-doors-of-ended', client: 'subscriptions', input: id }
    const done = await unitOfWork(database, clock, { cause, emits: [NatsDoorClosed] }, async (change) => {
      const door = await change.em.findOne(NatsDoor, id)
      if (door?.isOpen()) await closeDoor(door, 'subscription-ended', change as never)
    })
    if (done) committed(done)
  }
}

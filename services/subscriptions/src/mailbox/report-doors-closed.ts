import { ClientId, SharingAgreementId } from '@nlc/contracts/membership'
import { DoorsClosed } from '@nlc/contracts/subscriptions'
import { type Step, work } from '@nlc/runtime'
import { sql } from 'kysely'
import { isWithheldAtNatsDoor } from '../nats-door/withhold-at-nats-door.ts'

/**
 * From the withholding until doors are said to be closed, in milliseconds: longer than a process of ours needs to cut its streams
 * and to answer what it had read before.
 */
export const settlingMs = 1_200

const againMs = 100

/** What was withheld is so since before; now nothing that was under way then is any more. */
export const reportDoorsClosed = work(
  'subscriptions.report-doors-closed',
  { input: { agreementId: SharingAgreementId, clientId: ClientId }, emits: [DoorsClosed] },
  async ({ agreementId, clientId }, _, { sql: db, now, emit }): Promise<Step<null>> => {
    // What lies where vendors pull it is taken back by that door's own loop.
    if (!(await isWithheldAtNatsDoor(db, clientId))) return { state: null, next: new Date(now.getTime() + againMs) }
    const { rows } = await sql<{ withheld: number }>`
      select count(*)::int as withheld from mailbox_message m join subscription s on s.id = m.subscription_id
      where s.client_id = ${clientId} and m.withheld_at is not null and m.why -> 'sharedBy' @> ${JSON.stringify([{ agreementId }])}::jsonb`.execute(
      db,
    )
    emit(DoorsClosed, { agreementId, clientId, closedAt: now, withheld: rows[0]!.withheld })
    return { state: null, next: 'done' }
  },
)

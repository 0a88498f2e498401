import { ClientReinstated, ClientSuspended } from '@nlc/contracts/identity'
import { type Change, react } from '@nlc/runtime'
import { sql } from 'kysely'
import { nudgeDoorsOf } from '../mailbox/nudge-doors.ts'

async function keep(
  { sql: db, afterCommit }: Pick<Change<never>, 'sql' | 'afterCommit'>,
  clientId: string,
  since: string | null,
): Promise<void> {
  await sql`
    insert into known_client (client_id, suspended_at) values (${clientId}, ${since}::timestamptz)
    on conflict (client_id) do update set suspended_at = excluded.suspended_at`.execute(db)
  await nudgeDoorsOf({ sql: db, afterCommit }, clientId)
}

export const keepClientOnClientTold = [
  react('subscriptions.keep-suspended', { on: ClientSuspended }, ({ clientId, since }, change) => keep(change, clientId, since)),
  react('subscriptions.keep-reinstated', { on: ClientReinstated }, ({ clientId }, change) => keep(change, clientId, null)),
] as const

import type { Change } from '@nlc/runtime'
import { sql } from 'kysely'
import { mailboxGrew } from './mailbox-grew.ts'

/** What a client's doors may do has changed: they look at once. `undefined`: everybody's. */
export async function nudgeDoorsOf(
  { sql: db, afterCommit }: Pick<Change<never>, 'sql' | 'afterCommit'>,
  clientId: string | undefined,
): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from subscription where state <> 'ended' and (${clientId ?? null}::text is null or client_id = ${clientId ?? null})`.execute(
    db,
  )
  afterCommit(() => {
    for (const { id } of rows) mailboxGrew(id)
  })
}

import { sql } from 'kysely'
import type { Sql, Work } from './handle.ts'
import { newId } from './id.ts'
import { traceparent } from './telemetry.ts'

/** Queues work in the caller's transaction. With a `key`, one piece is queued at a time: the id answered is that one's. */
export async function enqueueIn(db: Sql, work: Work, input: unknown, { key, runAt }: { key?: string; runAt: Date }): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into work as w (id, name, key, input, run_at, trace)
    values (${newId()}, ${work.name}, ${key ?? null}, ${JSON.stringify(input)}::jsonb, ${runAt.toISOString()}::timestamptz, ${traceparent() ?? null})
    on conflict (name, key) where status = 'queued' do update set run_at = least(w.run_at, excluded.run_at)
    returning id`.execute(db)
  return rows[0]!.id
}

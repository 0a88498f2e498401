import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'

/** Of the schools that are open here, how many an establishments file that was read to its end says are closed. */
export async function countClosures(db: Sql, importId: string): Promise<{ schoolsOpen: number; schoolsClosing: number }> {
  const { rows } = await sql<{ schoolsOpen: number; schoolsClosing: number }>`
    select (select count(*)::int from school where status in ('1', '3')) as "schoolsOpen",
           (select count(*)::int from register_import_row r join school s on s.urn = r.key
            where r.import_id = ${importId} and r.row ->> 'status' = '2' and s.status in ('1', '3')) as "schoolsClosing"`.execute(db)
  return rows[0]!
}

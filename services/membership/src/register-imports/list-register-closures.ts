import { ListRegisterClosures, NoSuchRegisterImport } from '@nlc/contracts/membership'
import { decodeCursor, handle, pageFrom, withoutNulls } from '@nlc/runtime'
import { sql } from 'kysely'
import { onlyNationalBody } from './only-national-body.ts'
import { readImports } from './read-import.ts'

export const listRegisterClosures = handle(ListRegisterClosures, async ({ importId, after, limit = 50 }, { sql: db, caller, fail }) => {
  onlyNationalBody(caller)
  const [urn = ''] = decodeCursor(after, 1) ?? []
  const [imported] = await readImports(db, sql`where i.id = ${importId}`)
  if (!imported) return fail(NoSuchRegisterImport)
  if (imported.state !== 'awaiting-approval') return { items: [] }
  const { rows } = await sql<{ urn: string; name: string; lastDay: string | null; line: number }>`
    select s.urn, s.name, r.row ->> 'last_day' as "lastDay", r.line
    from register_import_row r join school s on s.urn = r.key
    where r.import_id = ${importId} and r.key > ${urn} and r.row ->> 'status' = '2' and s.status in ('1', '3')
    order by r.key limit ${limit + 1}`.execute(db)
  const { items, next } = pageFrom(rows, limit, ({ urn }) => [urn])
  return { items: items.map(withoutNulls), next }
})

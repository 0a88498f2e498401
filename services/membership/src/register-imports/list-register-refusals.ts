import { ListRegisterRefusals, NoSuchRegisterImport } from '@nlc/contracts/membership'
import { decodeCursor, handle, pageFrom, withoutNulls } from '@nlc/runtime'
import { sql } from 'kysely'
import { onlyNationalBody } from './only-national-body.ts'
import { readImports } from './read-import.ts'

interface Row {
  line: number
  number: number
  refused: 'row' | 'field'
  urn: string | null
  column: string | null
  rule: string
  detail: string
}

export const listRegisterRefusals = handle(ListRegisterRefusals, async ({ importId, after, limit = 50 }, { sql: db, caller, fail }) => {
  onlyNationalBody(caller)
  const [line = '0', number = '0'] = decodeCursor(after, 2) ?? []
  if ((await readImports(db, sql`where i.id = ${importId}`)).length === 0) fail(NoSuchRegisterImport)
  const { rows } = await sql<Row>`
    select line, number, refused, urn, "column", rule, detail from register_import_refusal
    where import_id = ${importId} and (line, number) > (${wholeOf(line)}, ${wholeOf(number)})
    order by line, number limit ${limit + 1}`.execute(db)
  const { items, next } = pageFrom(rows, limit, ({ line, number }) => [String(line), String(number)])
  return { items: items.map(withoutNulls), next }
})

/** Of a cursor that we did not make: from the start. */
const wholeOf = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : 0)

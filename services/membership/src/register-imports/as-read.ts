/**
 * The register writes thousands of rows each day that say what they said the day before. Of each school, the digest of the row that
 * was last written is kept, and a row with the same digest is passed over: unread, uncompared.
 */
import { hash } from 'node:crypto'
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { type CsvRecord, fieldsOf } from './csv-scanner.ts'
import type { Encoding } from './encoding.ts'
import type { RegisterImport } from './register-import.ts'
import type { Columns } from './row-reader.ts'

const digest = (text: string) => hash('sha256', text, 'base64')

export const saltOf = (header: CsvRecord, encoding: Encoding): string => digest(`${encoding}\n${header.raw}`)
export const digestOf = ({ raw }: CsvRecord, { salt }: { salt: string }): string => digest(salt + raw)

export interface Passed {
  readonly asRead: ReadonlyMap<string, string>
  keyOf(record: CsvRecord): string
  readonly lastKey: string
}
export const noneAsRead: Passed = { asRead: new Map(), keyOf: () => '', lastKey: '' }

/**
 * The digests of the schools in these records' range. `disorder`: their URNs do not ascend, so that an earlier row may have had the
 * same one, which only a comparison of all rows finds.
 */
export async function passOver(
  records: readonly CsvRecord[],
  { columns, lastKey }: { columns: Columns; lastKey: string },
  db: Sql,
): Promise<Passed | 'disorder'> {
  // The URN is the first field of every establishments file's definition.
  const place = columns.places[0]!
  const keyOf = ({ raw, fault }: CsvRecord): string => (fault ? '' : (fieldsOf(raw, place)[place]?.trim() ?? ''))
  const keys = records.map(keyOf).filter((key) => /^\d{6}$/.test(key))
  let last = lastKey
  for (const key of keys) {
    if (key <= last) return 'disorder'
    last = key
  }
  if (keys.length === 0) return { asRead: new Map(), keyOf, lastKey: last }
  const { rows } = await sql<{ urn: string; digest: string }>`
    select urn, digest from school_as_read where urn between ${keys[0]} and ${last}`.execute(db)
  return { asRead: new Map(rows.map(({ urn, digest }) => [urn, digest])), keyOf, lastKey: last }
}

/**
 * After the last row. A row that was passed over left a column empty the last time, when perhaps no row said anything of the kind; where one
 * does now, the empty one means that there is none.
 */
export async function saysNoMoreThanTheLast(imported: RegisterImport, db: Sql): Promise<boolean> {
  if (imported.rowsUnchanged === 0 || !imported.passingOver) return true
  const { rows } = await sql<{ said: string[] }>`
    select columns_said as said from register_import
    where columns_salt = ${imported.columnsSalt} and state = 'done' order by ended_at desc limit 1`.execute(db)
  const last = rows[0]?.said ?? []
  if (imported.columnsSaid.some((column) => !last.includes(column))) return false
  imported.columnsSaid = last
  return true
}

import { type CsvFault, type CsvRecord, fieldsOf } from './csv-scanner.ts'
import { decodeField, type Encoding } from './encoding.ts'
import type { Field, Refused, RegisterFile } from './register-file.ts'
import type { RegisterFileFault } from './register-import.ts'
import { Wrong } from './register-values.ts'

/** The columns of one file, found by name. */
export interface Columns {
  readonly count: number
  /** Of each field of the register file: where it is. -1: the file lacks it. */
  readonly places: readonly number[]
}

export interface Row {
  readonly line: number
  readonly key: string
  readonly urn: string | undefined
  /** Our columns of which it says anything. */
  readonly says: readonly string[]
  /** What it means, as JSON. */
  readonly meaning: string
  /** Of its text; null where it is to be read again though it says the same. */
  readonly digest: string | null
}
export interface Refusal extends Refused {
  readonly line: number
  readonly urn?: string | undefined
}

export class UnusableFile extends Error {
  readonly rule: RegisterFileFault
  constructor(rule: RegisterFileFault, detail: string) {
    super(detail)
    this.rule = rule
  }
}

export function findColumns(file: RegisterFile, header: CsvRecord, encoding: Encoding): Columns {
  if (header.fault)
    throw new UnusableFile(
      'not-csv',
      'The first line is not the names of columns: it has a quotation mark that is not closed, or is too long.',
    )
  const names = fieldsOf(header.raw, header.count).map((name) => decodeField(name, encoding)?.trim())
  const places = file.fields.map(({ column }) => {
    const place = names.indexOf(column)
    if (place !== names.lastIndexOf(column)) throw new UnusableFile('column-twice', `The column "${column}" is there twice.`)
    return place
  })
  const missing = file.fields.filter(({ required }, index) => required && places[index] === -1).map(({ column }) => `"${column}"`)
  if (missing.length > 0) throw new UnusableFile('columns-missing', `There is no column ${missing.join(', ')} in the first line.`)
  return { count: names.length, places }
}

const faultDetails: Record<CsvFault, string> = {
  'unclosed-quote': 'A quotation mark is not closed. Double it where it is part of the text.',
  'stray-quote': 'A field goes on behind its closing quotation mark. Double the mark where it is part of the text.',
  'too-long': 'The row is longer than 64 KiB.',
}

export interface Reading {
  readonly file: RegisterFile
  readonly columns: Columns
  readonly encoding: Encoding
  /** Nothing needs decoding. */
  readonly ascii: boolean
  readonly extractedOn: string
}

/** Why a record is no row; nothing where it is one. */
export function faultOf({ line, fault, count }: CsvRecord, { columns }: Reading): Refusal | undefined {
  if (fault) return { line, refused: 'row', rule: fault, detail: faultDetails[fault] }
  if (count === columns.count) return undefined
  return { line, refused: 'row', rule: 'columns', detail: `The row has ${count} columns, and the first line names ${columns.count}.` }
}

/** What a row says, and what of it is refused. `row` is absent where it is left out as a whole. */
export function readRow({ line, raw }: CsvRecord, digest: string, reading: Reading): { row?: Row; refusals: Refusal[] } {
  const { file, columns, encoding, ascii, extractedOn } = reading
  const fields = fieldsOf(raw, columns.count)
  const said: Record<string, string | number | undefined> = {}
  const says: string[] = []
  const unsaid: string[] = []
  const refused: Refused[] = []
  let readAgain = false
  for (let index = 0; index < columns.places.length; index++) {
    const place = columns.places[index]!
    if (place === -1) continue
    const field = file.fields[index]!
    const bytes = fields[place] ?? ''
    const text = ascii ? bytes : decodeField(bytes, encoding)
    const value = text === undefined ? new Wrong('encoding', `Has bytes that are no ${encoding}.`) : valueIn(field, text.trim())
    if (value === undefined) continue
    if (value instanceof Wrong) {
      refused.push({ refused: field.vital ? 'row' : 'field', column: field.column, rule: value.rule, detail: value.detail })
      if (!field.vital) unsaid.push(field.name)
      continue
    }
    said[field.name] = value
    says.push(field.name)
  }
  const urn = said.urn as string | undefined
  const leftOut = () => refused.some((what) => what.refused === 'row')
  const refuse = (what: Refused) => void refused.push(what)
  const changesByDay = () => {
    readAgain = true
  }
  const meaning = leftOut() ? undefined : JSON.stringify(file.meaning(said, { extractedOn, unsaid, refuse, changesByDay }))
  // Of a row that is left out, its fields are no news.
  const refusals = (leftOut() ? refused.filter((what) => what.refused === 'row') : refused).map((what) => ({ line, urn, ...what }))
  if (meaning === undefined || leftOut()) return { refusals }
  return { row: { line, key: file.keyOf(said), urn, says, meaning, digest: readAgain || refused.length > 0 ? null : digest }, refusals }
}

function valueIn({ read, required }: Field, text: string): string | number | undefined | Wrong {
  if (text !== '') return read(text)
  return required ? new Wrong('required', 'It is empty.') : undefined
}

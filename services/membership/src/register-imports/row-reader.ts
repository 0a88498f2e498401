import type { CsvFault, CsvRecord } from './csv-scanner.ts'
import { decodeField, type Encoding } from './encoding.ts'
import type { Field, RegisterFile, Refused, Said } from './register-file.ts'
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
  readonly said: Said
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
  if (header.fault) throw new UnusableFile('not-csv', 'The first line is not the names of columns: it has a quotation mark that is not closed, or is too long.')
  const names = header.fields.map((name) => decodeField(name ?? '', encoding)?.trim())
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

/** What a row says, and what of it is refused. `said` is absent where the row as a whole is. */
export function readRow(
  file: RegisterFile,
  { count, places }: Columns,
  record: CsvRecord,
  { encoding, ascii, extractedOn }: { encoding: Encoding; ascii: boolean; extractedOn: string },
): { row?: Row; refusals: Refusal[] } {
  const { line, fault } = record
  if (fault) return { refusals: [{ line, refused: 'row', rule: fault, detail: faultDetails[fault] }] }
  if (record.count !== count) {
    const detail = `The row has ${record.count} columns, and the first line names ${count}.`
    return { refusals: [{ line, refused: 'row', rule: 'columns', detail }] }
  }

  const said: Said = {}
  const refused: Refused[] = []
  const refuse = (what: Refused) => void refused.push(what)
  for (const [index, field] of file.fields.entries()) {
    const place = places[index]!
    if (place === -1) continue
    const bytes = record.fields[place] ?? ''
    const text = ascii ? bytes : decodeField(bytes, encoding)
    const value = text === undefined ? new Wrong('encoding', `Has bytes that are no ${encoding}.`) : valueOf(field, text.trim())
    if (!(value instanceof Wrong)) {
      if (value !== undefined) said[field.name] = value
      continue
    }
    refuse({ refused: field.vital ? 'row' : 'field', column: field.column, rule: value.rule, detail: value.detail })
    if (!field.vital) (said.unsaid ??= []).push(field.name)
  }
  const leftOut = () => refused.some((what) => what.refused === 'row')
  if (!leftOut()) file.finish?.(said, { extractedOn, refuse })

  const urn = typeof said.urn === 'string' ? said.urn : undefined
  // Of a row that is left out, its fields are no news.
  const refusals = (leftOut() ? refused.filter((what) => what.refused === 'row') : refused).map((what) => ({ line, urn, ...what }))
  return leftOut() ? { refusals } : { row: { line, key: file.keyOf(said), said }, refusals }
}

function valueOf({ read, required }: Field, text: string): string | number | undefined | Wrong {
  if (text !== '') return read(text)
  return required ? new Wrong('required', 'It is empty.') : undefined
}

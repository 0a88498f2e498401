import { RegisterImportFailed, RegisterImportHeld } from '@nlc/contracts/membership'
import { readUpload, type WorkContext, work } from '@nlc/runtime'
import Type from 'typebox'
import { digestOf, noneAsRead, passOver, saltOf, saysNoMoreThanTheLast } from './as-read.ts'
import { countClosures } from './count-closures.ts'
import { type CsvRecord, CsvScanner } from './csv-scanner.ts'
import { type Encoding, inspect } from './encoding.ts'
import { establishmentsFile } from './establishments-file.ts'
import { groupsFile } from './groups-file.ts'
import { forgetRefusals, forgetRows, keepRefusals, keepRows, linesOf } from './import-rows.ts'
import { interrupted } from './interrupted.ts'
import { linksFile } from './links-file.ts'
import { refuseNumbersInUse } from './numbers-in-use.ts'
import type { RegisterFile } from './register-file.ts'
import { RegisterImport, type RegisterImportKind } from './register-import.ts'
import { type Columns, faultOf, findColumns, type Reading, type Refusal, type Row, readRow, UnusableFile } from './row-reader.ts'
import { writeEstablishments } from './write-establishments.ts'
import { writeGroups } from './write-groups.ts'
import { writeLinks } from './write-links.ts'

/** Rows of one step: small enough for a step to take well under a second, large enough for its commit not to matter. */
const rowsPerStep = 2000
/** Of rows that are left out. Behind them, the file is not what it was said to be. */
export const maxRowsRefused = 10_000

const files: Record<RegisterImportKind, RegisterFile> = { establishments: establishmentsFile, links: linksFile, groups: groupsFile }

/** Where reading goes on. */
interface Place {
  readonly offset: number
  readonly line: number
  readonly encoding: Encoding
  readonly ascii: boolean
  readonly columns: Columns
  /** Of the names of columns: a row of another file may say another thing by the same text. */
  readonly salt: string
  /** The greatest key so far, while keys ascend. */
  readonly lastKey: string
}

/**
 * First pass: every row is read, checked and kept aside; of what is held here, nothing is touched. At the end it is known what
 * the import would do, and it goes on, or waits for approval.
 */
export const readRegisterFile = work(
  'membership.read-register-file',
  { input: { importId: Type.String() }, emits: [RegisterImportHeld, RegisterImportFailed] },
  async ({ importId }, place: Place | undefined, context) => {
    const { em, sql: db, now, emit } = context
    const imported = await em.findOneOrFail(RegisterImport, importId)
    const file = files[imported.kind]
    try {
      if (!place) {
        imported.resume()
        return { state: await begin(imported, file, context), next: 'again' }
      }
      const next = await readOn(imported, file, place, context)
      if (next) return { state: next, next: 'again' }
      if (!(await saysNoMoreThanTheLast(imported, db))) return { state: await readAgain(imported, file, context), next: 'again' }
      if (imported.rowsRead === 0) throw new UnusableFile('empty', 'The file has no rows behind its first line.')
    } catch (cause) {
      if (!(cause instanceof UnusableFile)) throw cause
      const { kind, extractedOn } = imported
      imported.fail(cause.rule, cause.message, now)
      await forgetRows(db, importId)
      emit(RegisterImportFailed, { importId, kind, extractedOn, rule: cause.rule })
      return { state: place!, next: 'done' }
    }
    await goOn(imported, context)
    return { state: place, next: 'done' }
  },
  ({ importId }, context) => interrupted(importId, context),
)

const unusable = {
  empty: 'The file is empty.',
  'not-text': 'The file is no text in windows-1252 or UTF-8. Upload the CSV file as the register gives it.',
  archive: 'The file is a ZIP archive. Upload the CSV file that is in it.',
} as const

async function begin(imported: RegisterImport, file: RegisterFile, { sql: db }: WorkContext<never>): Promise<Place> {
  const inspected = await inspect(readUpload(db, imported.fileId))
  if (typeof inspected === 'string') throw new UnusableFile(inspected, unusable[inspected])
  const { encoding, ascii, skip } = inspected
  imported.encoding = encoding

  const scanner = new CsvScanner({ offset: skip, line: 1 })
  let header: CsvRecord | undefined
  for await (const bytes of readUpload(db, imported.fileId, skip)) {
    scanner.push(bytes.toString('latin1'))
    header = scanner.next()
    if (header) break
  }
  header ??= scanner.next(true)
  if (!header) throw new UnusableFile('empty', unusable.empty)
  const columns = findColumns(file, header, encoding)
  const salt = saltOf(header, encoding)
  imported.columnsSalt = salt
  return { offset: header.end, line: scanner.line, encoding, ascii, columns, salt, lastKey: '' }
}

/** One step's rows. Answers where the next step begins, or nothing at the end of the file. */
async function readOn(imported: RegisterImport, file: RegisterFile, place: Place, context: WorkContext<never>): Promise<Place | undefined> {
  const { sql: db } = context
  const reading: Reading = { file, ...place, extractedOn: imported.extractedOn }
  const scanner = new CsvScanner(place)
  scanner.expect(place.columns.count)
  const records: CsvRecord[] = []
  const isFull = (last: boolean): boolean => {
    for (let record = scanner.next(last); record; record = scanner.next(last)) if (records.push(record) === rowsPerStep) return true
    return false
  }
  let full = false
  for await (const bytes of readUpload(db, imported.fileId, place.offset)) {
    scanner.push(bytes.toString('latin1'))
    full = isFull(false)
    if (full) break
  }
  if (!full) full = isFull(true)

  const passed = imported.passingOver ? await passOver(records, place, db) : noneAsRead
  if (passed === 'disorder') return readAgain(imported, file, context)
  const rows: Row[] = []
  const refusals: Refusal[] = []
  const said = new Set(imported.columnsSaid)
  for (const record of records) {
    const digest = digestOf(record, place)
    if (passed.asRead.get(passed.keyOf(record)) === digest) {
      imported.rowsUnchanged++
      continue
    }
    const fault = faultOf(record, reading)
    const { row, refusals: refused } = fault ? { refusals: [fault] } : readRow(record, digest, reading)
    refusals.push(...refused)
    for (const name of row?.says ?? []) said.add(name)
    if (row) rows.push(row)
    else imported.rowsRefused++
  }
  const repeated = await keepRows(db, imported.id, rows)
  const firstLines = await linesOf(db, imported.id, [...new Set(repeated.map(({ key }) => key))])
  for (const { line, key, urn } of repeated) {
    const detail = `This ${file.keyName} is on line ${firstLines.get(key)} already; that row counts.`
    refusals.push({ line, urn, refused: 'row', rule: 'duplicate', detail })
  }
  imported.rowsRead += records.length
  imported.rowsRefused += repeated.length
  imported.fieldsRefused += refusals.filter(({ refused }) => refused === 'field').length
  if (imported.rowsRefused > maxRowsRefused) {
    throw new UnusableFile('refusals', `More than ${maxRowsRefused} rows would be left out. Is it the register's file of this kind?`)
  }
  await keepRefusals(db, imported.id, refusals)
  imported.columnsSaid = [...said].sort()
  return full ? { ...place, offset: records.at(-1)!.end, line: scanner.line, lastKey: passed.lastKey } : undefined
}

/** From the start, comparing every row. */
async function readAgain(imported: RegisterImport, file: RegisterFile, context: WorkContext<never>): Promise<Place> {
  imported.readAgain()
  await forgetRows(context.sql, imported.id)
  await forgetRefusals(context.sql, imported.id)
  return begin(imported, file, context)
}

async function goOn(imported: RegisterImport, { sql: db, emit, enqueue }: WorkContext<typeof RegisterImportHeld>): Promise<void> {
  const { id: importId, kind, extractedOn } = imported
  if (kind === 'links') return void (await enqueue(writeLinks, { importId }))
  if (kind === 'groups') return void (await enqueue(writeGroups, { importId }))
  await refuseNumbersInUse(db, imported)
  const { schoolsOpen, schoolsClosing } = await countClosures(db, importId)
  if (imported.closesTooMany(schoolsOpen, schoolsClosing)) {
    imported.hold()
    emit(RegisterImportHeld, { importId, kind, extractedOn, schoolsOpen, schoolsClosing })
  } else {
    await enqueue(writeEstablishments, { importId })
  }
}

/** What becomes of a file of establishments: which rows come in, which are refused, and what is told of them. */
import { GetSchool, ListSchools, SchoolChanged, SchoolClosed, SchoolRegistered } from '@nlc/contracts/membership'
import { testService } from '@nlc/testing'
import { sql } from 'kysely'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { importFile, integrator, nationalBody, refusalsOf } from '../../test/register-under-test.ts'
import { membership as service } from '../service.ts'
import { type EstablishmentRow, establishmentColumns, establishmentsCsv, fictionalSchools, inWindows1252 } from './fixtures.ts'

const membership = testService(service)
beforeAll(() => membership.clock.set('2026-10-01T12:00:00Z'))
// Each test is free in its days: no file was imported that is newer.
beforeEach(() => sql`truncate register_import, register_import_refusal`.execute(membership.sql))

let urns = 900_000
/** Schools that no other test has. */
const schools = (count: number): EstablishmentRow[] => {
  const made = [...fictionalSchools(count, { firstUrn: urns + 1, seed: urns })]
  const numbered = made.map((school, index) => ({
    ...school,
    'LA (code)': '926',
    EstablishmentNumber: String(1000 + (urns % 9000) + index).padStart(4, '0'),
  }))
  urns += count
  return numbered
}
const imported = (rows: Iterable<EstablishmentRow>, extractedOn = '2026-01-01') =>
  importFile(membership, establishmentsCsv(rows), { extractedOn })
const school = async (urn: string, asAt?: string) => membership.ask(GetSchool, { urn, asAt }, { as: await integrator() })
/** A row as a tuple of its fields, for files that are wrong on purpose. */
const line = (row: EstablishmentRow) => establishmentColumns.map((column) => `"${row[column] ?? ''}"`).join(',')
const header = establishmentColumns.map((column) => `"${column}"`).join(',')

test('each row becomes a school and one event, with what the register says', async () => {
  const [first, ...others] = schools(5) as [EstablishmentRow, ...EstablishmentRow[]]
  const row = { ...first, EstablishmentName: "St Ælfrith's Primary School", OpenDate: '01-09-1974', Easting: '320000', Northing: '469000' }
  const done = await imported([row, ...others])
  expect(done).toMatchObject({
    state: 'done',
    rowsRead: 5,
    rowsCreated: 5,
    rowsChanged: 0,
    rowsUnchanged: 0,
    rowsRefused: 0,
    encoding: 'windows-1252',
  })

  expect(await school(row.URN)).toMatchObject({
    urn: row.URN,
    name: "St Ælfrith's Primary School",
    status: '1',
    phase: row['PhaseOfEducation (code)'],
    firstDay: '1974-09-01',
    localAuthority: { code: '926', establishmentNumber: row.EstablishmentNumber },
    address: { town: row.Town, postcode: row.Postcode },
    version: 1,
  })
  const events = await membership.emitted(SchoolRegistered, row.URN)
  expect(events).toMatchObject([{ version: 1, data: { urn: row.URN, name: "St Ælfrith's Primary School", status: '1', laCode: '926' } }])
})

test('the same file again changes nothing and tells nothing; one changed name is one event', async () => {
  const rows = schools(20)
  await imported(rows)
  const told = (await membership.emitted(SchoolRegistered)).length + (await membership.emitted(SchoolChanged)).length

  expect(await imported(rows)).toMatchObject({ rowsCreated: 0, rowsChanged: 0, rowsUnchanged: 20 })
  expect((await membership.emitted(SchoolRegistered)).length + (await membership.emitted(SchoolChanged)).length).toBe(told)

  rows[7] = { ...rows[7]!, EstablishmentName: 'Newly Named School' }
  expect(await imported(rows)).toMatchObject({ rowsCreated: 0, rowsChanged: 1, rowsUnchanged: 19 })
  expect((await membership.emitted(SchoolRegistered)).length + (await membership.emitted(SchoolChanged)).length).toBe(told + 1)
  expect(await membership.emitted(SchoolChanged, rows[7].URN)).toMatchObject([
    { version: 2, data: { name: 'Newly Named School', changed: ['name'] } },
  ])
  expect(await school(rows[7].URN)).toMatchObject({ name: 'Newly Named School', version: 2 })
})

test('a file without order is compared row by row, and changes nothing either', async () => {
  const rows = schools(6)
  await imported(rows)
  expect(await imported(rows.toReversed())).toMatchObject({ rowsCreated: 0, rowsChanged: 0, rowsUnchanged: 6, rowsRefused: 0 })
})

test('an absent row closes nothing', async () => {
  const rows = schools(3)
  await imported(rows)
  expect(await imported(rows.slice(1))).toMatchObject({ rowsRead: 2, rowsChanged: 0 })
  expect(await school(rows[0]!.URN)).toMatchObject({ status: '1' })
})

test('a closed school is open until its last day, which counts, and is told of as closed', async () => {
  const rows = schools(150)
  await imported(rows)
  const row = rows[10]!
  rows[10] = { ...row, 'EstablishmentStatus (code)': '2', CloseDate: '31-08-2025' }
  await imported(rows)
  expect(await school(row.URN, '2025-08-31')).toMatchObject({ status: '1', lastDay: '2025-08-31' })
  expect(await school(row.URN, '2025-09-01')).toMatchObject({ status: '2' })
  expect(await membership.emitted(SchoolClosed, row.URN)).toMatchObject([
    { data: { status: '2', lastDay: '2025-08-31', changed: ['status', 'days'] } },
  ])
  expect(await membership.emitted(SchoolChanged, row.URN)).toEqual([])
})

test('a school that closed on a day that the register does not give was open until the day before the extract', async () => {
  const rows = schools(150)
  await imported(rows)
  rows[3] = { ...rows[3]!, 'EstablishmentStatus (code)': '2' }
  await imported(rows, '2026-02-02')
  expect(await school(rows[3].URN)).toMatchObject({ status: '2', lastDay: '2026-02-01' })
  expect(await imported(rows, '2026-02-03')).toMatchObject({ rowsChanged: 0 })
})

test('a school that is proposed to open does so on its first day, and no earlier', async () => {
  const [row] = schools(1) as [EstablishmentRow]
  await imported([{ ...row, 'EstablishmentStatus (code)': '4', OpenDate: '01-09-2026' }], '2026-03-01')
  expect(await school(row.URN, '2026-08-31')).toMatchObject({ status: '4' })
  expect(await school(row.URN, '2026-09-01')).toMatchObject({ status: '1' })
  // The opening slipped: what the register's code says on the day of the extract counts.
  await imported([{ ...row, 'EstablishmentStatus (code)': '4', OpenDate: '01-09-2026' }], '2026-09-02')
  expect(await school(row.URN, '2026-09-02')).toMatchObject({ status: '4' })
})

test('a row that is wrong is refused by line, column and rule, and the rest comes in', async () => {
  const [good, ...rest] = schools(9) as [EstablishmentRow, ...EstablishmentRow[]]
  const [urn, status, noStatus, phase, opens, closes, name, la] = rest as EstablishmentRow[]
  const done = await imported([
    good,
    { ...urn!, URN: 'NA' },
    { ...status!, 'EstablishmentStatus (code)': '9' },
    { ...noStatus!, 'EstablishmentStatus (code)': '', EstablishmentName: '' },
    { ...phase!, 'PhaseOfEducation (code)': '8' },
    { ...opens!, OpenDate: '31-02-2011' },
    { ...closes!, OpenDate: '01-09-2011', CloseDate: '01-09-2010', 'EstablishmentStatus (code)': '2' },
    { ...name!, EstablishmentName: 'x'.repeat(201) },
    { ...la!, 'LA (code)': '90' },
  ])
  expect(done).toMatchObject({ state: 'done', rowsRead: 9, rowsCreated: 1, rowsRefused: 8, fieldsRefused: 0 })
  expect((await refusalsOf(membership, done.id)).map(({ line, column, rule, refused }) => [line, column, rule, refused])).toEqual([
    [3, 'URN', 'form', 'row'],
    [4, 'EstablishmentStatus (code)', 'code', 'row'],
    [5, 'EstablishmentName', 'required', 'row'],
    [5, 'EstablishmentStatus (code)', 'required', 'row'],
    [6, 'PhaseOfEducation (code)', 'code', 'row'],
    [7, 'OpenDate', 'date', 'row'],
    [8, 'CloseDate', 'date', 'row'],
    [9, 'EstablishmentName', 'too-long', 'row'],
    [10, 'LA (code)', 'form', 'row'],
  ])
})

test('a field that is wrong leaves its row, and what was held', async () => {
  const [row] = schools(1) as [EstablishmentRow]
  await imported([{ ...row, UKPRN: '10000001', SchoolWebsite: 'https://school.example' }])
  const done = await imported([
    { ...row, EstablishmentName: 'Renamed School', UKPRN: '123', SchoolWebsite: 'x'.repeat(301), Easting: 'here' },
  ])
  expect(done).toMatchObject({ rowsChanged: 1, rowsRefused: 0, fieldsRefused: 3 })
  expect(await school(row.URN)).toMatchObject({
    name: 'Renamed School',
    ukprn: '10000001',
    website: 'https://school.example',
    location: expect.anything(),
  })
  expect((await refusalsOf(membership, done.id)).map(({ column, refused, urn }) => [column, refused, urn])).toEqual([
    ['UKPRN', 'field', row.URN],
    ['SchoolWebsite', 'field', row.URN],
    ['Easting', 'field', row.URN],
  ])
  // It is said each time, though nothing changes any more.
  expect(await imported([{ ...row, EstablishmentName: 'Renamed School', UKPRN: '123' }])).toMatchObject({
    rowsUnchanged: 1,
    fieldsRefused: 1,
  })
})

test('of two rows with one URN the first counts, wherever the second is', async () => {
  const rows = schools(4)
  const again = { ...rows[0]!, EstablishmentName: 'Again' }
  const done = await imported([...rows, again])
  expect(done).toMatchObject({ rowsCreated: 4, rowsRefused: 1 })
  expect(await refusalsOf(membership, done.id)).toMatchObject([
    { line: 6, urn: again.URN, rule: 'duplicate', detail: expect.stringContaining('line 2') },
  ])
  // Also where the first says what it said the last time.
  expect(await imported([...rows, again])).toMatchObject({ rowsUnchanged: 4, rowsChanged: 0, rowsRefused: 1 })
  expect(await school(again.URN)).toMatchObject({ name: rows[0]!.EstablishmentName })
})

test('a pair of LA code and number is one school’s while it is open; a later school may take it over', async () => {
  const [a, b, c] = schools(3) as [EstablishmentRow, EstablishmentRow, EstablishmentRow]
  const pair = { 'LA (code)': '926', EstablishmentNumber: '0999' }
  const done = await imported([
    { ...a, ...pair, 'EstablishmentStatus (code)': '2', OpenDate: '01-09-1970', CloseDate: '31-08-2011' },
    { ...b, ...pair, OpenDate: '01-09-2011' },
    { ...c, ...pair, OpenDate: '01-09-2012' },
  ])
  expect(done).toMatchObject({ rowsCreated: 3, rowsRefused: 0, fieldsRefused: 1 })
  expect(await refusalsOf(membership, done.id)).toMatchObject([
    {
      line: 4,
      urn: c.URN,
      column: 'EstablishmentNumber',
      rule: 'number-in-use',
      detail: `926/0999 is the number of ${b.URN}, at the same time.`,
    },
  ])
  expect((await school(b.URN)).localAuthority).toEqual({ code: '926', establishmentNumber: '0999' })
  expect((await school(c.URN)).localAuthority).toEqual({ code: '926' })
  // The one that has it keeps it, though its row comes later.
  expect(
    await imported([
      { ...c, ...pair, OpenDate: '01-09-2012' },
      { ...b, ...pair, OpenDate: '01-09-2011' },
    ]),
  ).toMatchObject({ rowsUnchanged: 2, fieldsRefused: 1 })
})

test('columns are found by name: others, and another order, are no matter', async () => {
  const [row] = schools(1) as [EstablishmentRow]
  const file = `"Postcode","EstablishmentStatus (code)","Moon phase","URN","EstablishmentName"\n"ZZ9 9ZZ","1","full","${row.URN}","Few Columns School"\n`
  expect(await importFile(membership, [file], { extractedOn: '2026-01-01' })).toMatchObject({ state: 'done', rowsCreated: 1 })
  expect(await school(row.URN)).toMatchObject({ name: 'Few Columns School', address: { postcode: 'ZZ9 9ZZ' } })
})

test('a column that is empty throughout says nothing; one that is empty in one row says that there is none', async () => {
  const [a, b] = schools(2) as [EstablishmentRow, EstablishmentRow]
  await imported([a, b])
  const without = ({ UKPRN: _, ...row }: EstablishmentRow) => row as EstablishmentRow
  expect(await imported([without(a), without(b)])).toMatchObject({ rowsChanged: 0 })
  expect(await school(a.URN)).toMatchObject({ ukprn: a.UKPRN })

  // The first row says what it said the last time; that the second has a UKPRN gives it another meaning.
  expect(await imported([without(a), b])).toMatchObject({ rowsChanged: 1 })
  expect((await school(a.URN)).ukprn).toBeUndefined()
  expect(await school(b.URN)).toMatchObject({ ukprn: b.UKPRN })
})

test('quotation marks that are not closed, or stray, cost their own row alone', async () => {
  const [a, b, c, d] = schools(4) as [EstablishmentRow, EstablishmentRow, EstablishmentRow, EstablishmentRow]
  const unclosed = line(b).replace(`"${b.EstablishmentName}"`, `"${b.EstablishmentName}`)
  const stray = line(c).replace(`"${c.EstablishmentName}"`, `"The "Old" School"`)
  const done = await importFile(membership, [`${header}\r\n${line(a)}\r\n${unclosed}\r\n${stray}\r\n${line(d)}\r\nshort,row\r\n`], {
    extractedOn: '2026-01-01',
  })
  expect(done).toMatchObject({ state: 'done', rowsCreated: 2, rowsRefused: 3 })
  expect((await refusalsOf(membership, done.id)).map(({ line, rule }) => [line, rule])).toEqual([
    [3, expect.stringMatching(/quote/)],
    [4, 'stray-quote'],
    [6, 'columns'],
  ])
})

test.for([
  ['UTF-8', (text: string) => Buffer.from(text, 'utf8'), 'utf-8'],
  ['UTF-8 with a byte order mark', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf8'), 'utf-8'],
  ['windows-1252', (text: string) => inWindows1252([text]), 'windows-1252'],
] as const)('a file in %s', async ([, encode, encoding]) => {
  const [row] = schools(1) as [EstablishmentRow]
  const text = `${header}\r\n${line({ ...row, EstablishmentName: 'Zoë’s École' })}\r\n`
  expect(await importFile(membership, encode(text), { extractedOn: '2026-01-01' })).toMatchObject({
    state: 'done',
    rowsCreated: 1,
    encoding,
  })
  expect(await school(row.URN)).toMatchObject({ name: 'Zoë’s École' })
})

test('a row with bytes that are no character of the encoding is refused alone', async () => {
  const [a, b] = schools(2) as [EstablishmentRow, EstablishmentRow]
  const bytes = Buffer.from(`${header}\n${line({ ...a, EstablishmentName: 'A\x81' })}\n${line(b)}\n`, 'latin1')
  const done = await importFile(membership, bytes, { extractedOn: '2026-01-01' })
  expect(done).toMatchObject({ rowsCreated: 1, rowsRefused: 1 })
  expect(await refusalsOf(membership, done.id)).toMatchObject([{ line: 2, column: 'EstablishmentName', rule: 'encoding' }])
})

test.for([
  ['empty', Buffer.from('\uFEFF'), 'empty'],
  ['of one line', Buffer.from(`${header}\r\n`), 'empty'],
  ['in UTF-16', Buffer.from(`\uFEFF${header}\r\n`, 'utf16le'), 'not-text'],
  ['of bytes', Buffer.from([0, 1, 2, 3, 0, 255]), 'not-text'],
  ['that is an archive', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(100, 1)]), 'archive'],
  ['without a URN', Buffer.from('"EstablishmentName","EstablishmentStatus (code)"\n"A","1"\n'), 'columns-missing'],
  ['with a column twice', Buffer.from('"URN","EstablishmentName","EstablishmentStatus (code)","URN"\n'), 'column-twice'],
  ['whose first line is endless', Buffer.from('x'.repeat(300_000)), 'not-csv'],
  ['of other rows', Buffer.from(`${header}\n${'x\n'.repeat(10_001)}`), 'refusals'],
] as const)('a file %s fails as a whole, and leaves nothing', async ([, bytes, rule]) => {
  const done = await importFile(membership, bytes, { extractedOn: '2026-01-01' })
  expect(done).toMatchObject({ state: 'failed', failure: { rule, detail: expect.any(String) } })
  const { rows } = await sql`select from register_import_row`.execute(membership.sql)
  expect(rows).toEqual([])
})

test('one endless line among others costs itself alone', async () => {
  const [a, b] = schools(2) as [EstablishmentRow, EstablishmentRow]
  const done = await importFile(membership, [`${header}\r\n${line(a)}\r\n${'y'.repeat(700_000)}\r\n${line(b)}\r\n`], {
    extractedOn: '2026-01-01',
  })
  expect(done).toMatchObject({ rowsCreated: 2, rowsRefused: 1 })
  expect(await refusalsOf(membership, done.id)).toMatchObject([{ line: 3, rule: 'too-long' }])
})

test('more rows than one step takes', async () => {
  const rows = [...fictionalSchools(4500, { firstUrn: 950_001, seed: 7 })]
  expect(await imported(rows)).toMatchObject({ state: 'done', rowsRead: 4500, rowsCreated: 4500 })
  rows[4400] = { ...rows[4400]!, Town: 'Elsewhere' }
  expect(await imported(rows)).toMatchObject({ rowsChanged: 1, rowsUnchanged: 4499 })
  const { items } = await membership.ask(ListSchools, { limit: 1, laCode: '352' }, { as: await nationalBody() })
  expect(items).toHaveLength(1)
})

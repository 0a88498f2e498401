/** An import from being asked for to its end: who may, one at a time, held, approved, rejected, interrupted. */
import {
  ApproveRegisterImport,
  GetRegisterImport,
  GetSchool,
  ListRegisterClosures,
  ListRegisterImports,
  ListRegisterRefusals,
  RegisterImportApproved,
  RegisterImportDone,
  RegisterImportFailed,
  RegisterImportHeld,
  RegisterImportRejected,
  RegisterImportStarted,
  RejectRegisterImport,
  SchoolClosed,
  SchoolRegistered,
  StartRegisterImport,
} from '@nlc/contracts/membership'
import { newId } from '@nlc/runtime'
import { testService, token } from '@nlc/testing'
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { importFile, integrator, nationalBody, startImport, upload } from '../../test/register-under-test.ts'
import { membership as service } from '../service.ts'
import { type EstablishmentRow, establishmentsCsv, fictionalSchools } from './fixtures.ts'

const membership = testService(service)
beforeAll(() => membership.clock.set('2026-10-01T12:00:00Z'))
beforeEach(() => sql`truncate register_import, register_import_refusal, register_import_row`.execute(membership.sql))

let urns = 900_000
const schools = (count: number): EstablishmentRow[] => {
  const made = [...fictionalSchools(count, { firstUrn: urns + 1, seed: urns })].map((school) => ({ ...school, EstablishmentNumber: '' }))
  urns += count
  return made
}
const closed = (row: EstablishmentRow): EstablishmentRow => ({ ...row, 'EstablishmentStatus (code)': '2', CloseDate: '31-08-2026' })
const extractedOn = '2026-09-01'
const csv = (rows: Iterable<EstablishmentRow>) => establishmentsCsv(rows)
const told = async (importId: string) =>
  (
    await sql<{
      name: string
    }>`select name from event where aggregate = 'register-import' and aggregate_id = ${importId} order by version`.execute(membership.sql)
  ).rows.map(({ name }) => name)

describe('who may, and what', () => {
  const ask = async (input: object, as?: string) =>
    membership.refusal(StartRegisterImport, { kind: 'establishments', extractedOn, ...input }, { as: as ?? (await nationalBody()) })

  test('nobody but the national body itself', async () => {
    const scopes = ['register:read', 'register:write', 'national-body'] as const
    for (const as of [
      await token({ scopes: ['register:write'] }),
      await token({ scopes, kind: 'integrator' }),
      await token({ scopes, kind: 'national-body', person: newId() }),
    ]) {
      expect(await ask({ fileId: newId() }, as)).toMatchObject({ status: 403, type: '/problems/missing-scope', scope: 'national-body' })
      for (const operation of [
        GetRegisterImport,
        ListRegisterRefusals,
        ListRegisterClosures,
        ApproveRegisterImport,
        RejectRegisterImport,
      ]) {
        expect(await membership.refusal(operation, { importId: newId() }, { as })).toMatchObject({ status: 403 })
      }
      expect(await membership.refusal(ListRegisterImports, {}, { as })).toMatchObject({ status: 403 })
    }
    expect(await ask({ fileId: newId() }, await integrator())).toMatchObject({ status: 403, scope: 'register:write' })
  })

  test('a file that is not there, or is another client’s', async () => {
    expect(await ask({ fileId: newId() })).toMatchObject({ status: 404, type: '/problems/no-such-register-file' })
    const other = await token({ kind: 'national-body', scopes: ['register:write', 'national-body'] })
    const fileId = await upload(membership, csv(schools(1)), other)
    expect(await ask({ fileId })).toMatchObject({ status: 404, type: '/problems/no-such-register-file' })
  })

  test('a file that is not there to its end', async () => {
    const fileId = await upload(membership, csv(schools(1)))
    await sql`update upload set length = length + 1 where id = ${fileId}`.execute(membership.sql)
    expect(await ask({ fileId })).toMatchObject({
      status: 409,
      type: '/problems/register-file-incomplete',
      offset: expect.any(Number),
      length: expect.any(Number),
    })
  })

  test('an extract of tomorrow, and one that is older than the last of its kind', async () => {
    const fileId = await upload(membership, csv(schools(1)))
    expect(await ask({ fileId, extractedOn: '2026-10-02' })).toMatchObject({ status: 422, type: '/problems/extracted-in-future' })
    await importFile(membership, csv(schools(1)), { extractedOn: '2026-09-01' })
    expect(await ask({ fileId, extractedOn: '2026-08-31' })).toMatchObject({
      status: 409,
      type: '/problems/extract-too-old',
      lastExtractedOn: '2026-09-01',
    })
    expect(await importFile(membership, csv(schools(1)), { extractedOn: '2026-09-01' })).toMatchObject({ state: 'done' })
  })

  test('an import that is not there', async () => {
    const as = await nationalBody()
    for (const operation of [GetRegisterImport, ListRegisterRefusals, ListRegisterClosures, ApproveRegisterImport, RejectRegisterImport]) {
      expect(await membership.refusal(operation, { importId: newId() }, { as })).toMatchObject({
        status: 404,
        type: '/problems/no-such-register-import',
      })
    }
  })
})

test('from being asked for to its end it tells what becomes of it', async () => {
  const as = await nationalBody()
  const started = await startImport(membership, csv(schools(2)), { extractedOn })
  expect(started).toMatchObject({ state: 'queued', kind: 'establishments', extractedOn, rowsRead: 0 })
  await membership.idle()
  const done = await membership.ask(GetRegisterImport, { importId: started.id }, { as })
  expect(done).toMatchObject({ state: 'done', rowsRead: 2, endedAt: expect.any(String) })
  expect(await told(started.id)).toEqual([RegisterImportStarted.name, RegisterImportDone.name])
  expect(await membership.emitted(RegisterImportDone, started.id)).toMatchObject([{ data: { rowsCreated: 2, rowsRefused: 0 } }])

  const other = await importFile(membership, csv(schools(1)), { extractedOn })
  const first = await membership.ask(ListRegisterImports, { limit: 1 }, { as })
  expect(first.items).toMatchObject([{ id: other.id }])
  const second = await membership.ask(ListRegisterImports, { limit: 1, after: first.next! }, { as })
  expect(second.items).toMatchObject([{ id: started.id }])
  expect(second.next).toBeUndefined()
  expect((await membership.ask(ListRegisterImports, { kind: 'links' }, { as })).items).toEqual([])
})

test('what was refused is listed page by page, in the order of lines', async () => {
  const as = await nationalBody()
  const rows = schools(7).map((row, index) => (index % 2 ? row : { ...row, URN: 'NA' }))
  const { id: importId } = await importFile(membership, csv(rows), { extractedOn })
  const lines: number[] = []
  for (let after: string | undefined, more = true; more; ) {
    const page = await membership.ask(ListRegisterRefusals, { importId, limit: 3, after }, { as })
    lines.push(...page.items.map(({ line }) => line))
    after = page.next
    more = after !== undefined
  }
  expect(lines).toEqual([2, 4, 6, 8])
})

test('a second import is told of the first, while that runs and while it waits', async () => {
  const as = await nationalBody()
  const [a, b] = [await upload(membership, csv(schools(1))), await upload(membership, csv(schools(1)))]
  const asked = [a, b].map((fileId) =>
    membership.ask(StartRegisterImport, { fileId, kind: 'establishments', extractedOn }, { as }).then(
      () => 'started',
      (refused: Error) => refused.message,
    ),
  )
  const outcomes = await Promise.all(asked)
  expect(outcomes.filter((outcome) => outcome === 'started')).toHaveLength(1)
  expect(outcomes.find((outcome) => outcome !== 'started')).toContain('/problems/register-import-under-way')
  await membership.idle()

  const rows = schools(10)
  await importFile(membership, csv(rows), { extractedOn })
  const held = await importFile(membership, csv(rows.map(closed)), { extractedOn })
  expect(held.state).toBe('awaiting-approval')
  expect(await membership.refusal(StartRegisterImport, { fileId: a, kind: 'links', extractedOn }, { as })).toMatchObject({
    status: 409,
    type: '/problems/register-import-under-way',
    importId: held.id,
  })
})

describe('closing more than 1 % of the open schools', () => {
  let rows: EstablishmentRow[]
  let closing: number
  let onePercent: number
  beforeEach(async () => {
    rows = schools(50)
    await importFile(membership, csv(rows), { extractedOn })
    const { rows: counted } = await sql<{ open: number }>`select count(*)::int as open from school where status in ('1', '3')`.execute(
      membership.sql,
    )
    onePercent = Math.floor(counted[0]!.open / 100)
    closing = onePercent + 1
  })
  const closingSome = (count: number) => [
    ...rows.slice(0, count).map(closed),
    { ...rows[count]!, EstablishmentName: 'Renamed' },
    ...rows.slice(count + 1),
  ]

  test('waits, with nothing of it written, and says which', async () => {
    const as = await nationalBody()
    const held = await importFile(membership, csv(closingSome(closing)), { extractedOn })
    expect(held).toMatchObject({ state: 'awaiting-approval', schoolsClosing: closing, rowsCreated: 0, rowsChanged: 0 })
    expect(await told(held.id)).toEqual([RegisterImportStarted.name, RegisterImportHeld.name])
    expect(await membership.ask(GetSchool, { urn: rows[closing]!.URN }, { as })).toMatchObject({ name: rows[closing]!.EstablishmentName })

    const page = await membership.ask(ListRegisterClosures, { importId: held.id, limit: 1 }, { as })
    expect(page.items).toEqual([{ urn: rows[0]!.URN, name: rows[0]!.EstablishmentName, lastDay: '2026-08-31', line: 2 }])

    const approved = await membership.ask(ApproveRegisterImport, { importId: held.id }, { as, expectedVersion: held.version })
    expect(approved.state).toBe('running')
    await membership.idle()
    expect(await membership.ask(GetRegisterImport, { importId: held.id }, { as })).toMatchObject({
      state: 'done',
      rowsChanged: closing + 1,
    })
    expect(await told(held.id)).toEqual([
      RegisterImportStarted.name,
      RegisterImportHeld.name,
      RegisterImportApproved.name,
      RegisterImportDone.name,
    ])
    expect(await membership.emitted(SchoolClosed, rows[0]!.URN)).toHaveLength(1)
    expect((await membership.ask(ListRegisterClosures, { importId: held.id }, { as })).items).toEqual([])
  })

  test('ends where it is rejected, and leaves nothing', async () => {
    const as = await nationalBody()
    const held = await importFile(membership, csv(closingSome(closing)), { extractedOn })
    expect(await membership.ask(RejectRegisterImport, { importId: held.id }, { as })).toMatchObject({
      state: 'rejected',
      endedAt: expect.any(String),
    })
    await membership.idle()
    expect(await told(held.id)).toEqual([RegisterImportStarted.name, RegisterImportHeld.name, RegisterImportRejected.name])
    expect(await membership.ask(GetSchool, { urn: rows[0]!.URN }, { as })).toMatchObject({ status: '1' })
    expect((await sql`select from register_import_row`.execute(membership.sql)).rows).toEqual([])
    // The next one begins anew, and an earlier extract may, since this one never was.
    expect(await importFile(membership, csv(rows), { extractedOn })).toMatchObject({ state: 'done', rowsChanged: 0 })
  })

  test('exactly 1 % goes through', async () => {
    expect(await importFile(membership, csv(closingSome(onePercent)), { extractedOn })).toMatchObject({
      state: 'done',
      schoolsClosing: onePercent,
    })
  })

  test('is decided once, and with the version that was seen', async () => {
    const as = await nationalBody()
    const held = await importFile(membership, csv(closingSome(closing)), { extractedOn })
    for (const operation of [ApproveRegisterImport, RejectRegisterImport]) {
      expect(await membership.refusal(operation, { importId: held.id }, { as, expectedVersion: held.version - 1 })).toMatchObject({
        status: 412,
      })
    }
    await membership.ask(RejectRegisterImport, { importId: held.id }, { as })
    for (const operation of [ApproveRegisterImport, RejectRegisterImport]) {
      expect(await membership.refusal(operation, { importId: held.id }, { as })).toMatchObject({
        status: 409,
        type: '/problems/register-import-not-held',
        state: 'rejected',
      })
    }
  })
})

test('a service that is stopped on the way goes on where it was: every school once, every event once', { timeout: 120_000 }, async () => {
  const rows = [...fictionalSchools(9000, { firstUrn: 960_001, seed: 11 })].map((row) => ({ ...row, EstablishmentNumber: '' }))
  const as = await nationalBody()
  const { id: importId } = await startImport(membership, csv(rows), { extractedOn })
  for (let restarts = 0; restarts < 3; restarts++) {
    await membership.restart()
    const { state } = await membership.ask(GetRegisterImport, { importId }, { as })
    if (state === 'done') break
  }
  await expect.poll(async () => (await membership.ask(GetRegisterImport, { importId }, { as })).state, { timeout: 60_000 }).toBe('done')
  expect(await membership.ask(GetRegisterImport, { importId }, { as })).toMatchObject({ rowsRead: 9000, rowsCreated: 9000, rowsRefused: 0 })
  const { rows: counted } = await sql<{ schools: number; events: number; distinct: number }>`
    select (select count(*)::int from school where urn > '960000') as schools, count(*)::int as events, count(distinct aggregate_id)::int as "distinct"
    from event where name = ${SchoolRegistered.name} and aggregate_id > '960000'`.execute(membership.sql)
  expect(counted[0]).toEqual({ schools: 9000, events: 9000, distinct: 9000 })
})

test('what goes wrong on our side ends the import after some tries; the next one does the rest', async () => {
  const rows = schools(3)
  await sql.raw(`alter table school add constraint broken check (name <> 'Unbearable School')`).execute(membership.sql)
  const bad = [rows[0]!, { ...rows[1]!, EstablishmentName: 'Unbearable School' }, rows[2]!]
  const { id: importId } = await startImport(membership, csv(bad), { extractedOn })
  const as = await nationalBody()
  await expect
    .poll(async () => (await membership.ask(GetRegisterImport, { importId }, { as })).state, { timeout: 30_000, interval: 200 })
    .toBe('failed')
  expect(await membership.ask(GetRegisterImport, { importId }, { as })).toMatchObject({ failure: { rule: 'interrupted' } })
  expect(await told(importId)).toEqual([RegisterImportStarted.name, RegisterImportFailed.name])

  await sql.raw('alter table school drop constraint broken').execute(membership.sql)
  expect(await importFile(membership, csv(bad), { extractedOn })).toMatchObject({ state: 'done', rowsCreated: 3 })
}, 60_000)

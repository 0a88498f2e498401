import {
  AcceptAppointment,
  AppointmentEnded,
  AppointmentOffered,
  BulkRunDone,
  BulkRunStarted,
  BulkRunStopped,
  EndAppointment,
  EndAppointments,
  GetBulkRun,
  GetTimeBalance,
  ListBulkItems,
  ListBulkRuns,
  ReleaseAppointment,
  RollOverAppointments,
  StopBulkRun,
} from '@nlc/contracts/roles'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Appointment, confirmed, givenScene, givenTeacher, got, offered, type Scene } from '../../test/appointments-under-test.ts'
import { acting, employmentEnds, givenNetwork, theClient, theNationalBody } from '../../test/known-under-test.ts'
import { roles as service } from '../service.ts'

const roles = testService(service)
let scene: Scene
const june = '2027-06-14T12:00:00Z'

beforeAll(() => roles.clock.set('2026-08-24T12:00:00Z'))
beforeEach(async () => {
  await roles.clock.set('2026-08-24T12:00:00Z')
  scene = await givenScene(roles)
})

/** A role held by a teacher of the scene's school in 2026-27. */
async function held(said: Parameters<typeof confirmed>[2] = {}): Promise<Appointment & { employmentId: string; holder: string }> {
  const teacher = await givenTeacher(roles, scene.urn)
  return { ...(await confirmed(roles, { ...scene, ...teacher }, { lastDay: '2027-07-23', ...said })), ...teacher }
}
const rollOver = (said: object = {}, as = scene.manager) =>
  roles.ask(RollOverAppointments, { academicYear: '2027-28', networkId: scene.networkId, ...said }, { as })
const end = (said: object = {}, as = scene.manager) =>
  roles.ask(EndAppointments, { lastDay: '2027-07-23', reason: 'completed', networkId: scene.networkId, ...said }, { as })
const done = async (bulkRunId: string) => {
  await roles.idle()
  return roles.ask(GetBulkRun, { bulkRunId }, { as: await theNationalBody() })
}
const items = async (bulkRunId: string, said: object = {}) =>
  (await roles.ask(ListBulkItems, { bulkRunId, limit: 200, ...said }, { as: scene.manager })).items

describe('rolling over', () => {
  test('each role is offered anew for the year, on the same conditions; the release and the acceptance are asked for again', async () => {
    const before = await held({ share: 0.5, minutesPerWeek: 60 })
    await roles.clock.set(june)
    const run = await rollOver()
    expect(run).toMatchObject({ kind: 'roll-over', dryRun: false, academicYear: '2027-28', total: 1, waiting: 1 })
    expect((await roles.emitted(BulkRunStarted, run.id)).map(({ data }) => data.total)).toEqual([1])
    expect(await done(run.id)).toMatchObject({ state: 'done', done: 1, refused: 0, nothingToDo: 0, waiting: 0, version: 2 })
    const [item] = await items(run.id)
    expect(item).toMatchObject({ number: 1, appointmentId: before.id, outcome: 'done' })
    const offer = await got(roles, item!.newAppointmentId!)
    expect(offer).toMatchObject({
      state: 'offered',
      release: 'awaited',
      personId: before.personId,
      roleCode: 'ict-innovator',
      firstDay: '2027-09-01',
      lastDay: '2028-08-31',
      urn: scene.urn,
      minutesPerWeek: 60,
      share: 0.5,
    })
    expect((await roles.emitted(AppointmentOffered, offer.id)).length).toBe(1)
    expect((await roles.emitted(BulkRunDone, run.id)).map(({ data }) => [data.done, data.refused, data.nothingToDo])).toEqual([[1, 0, 0]])
    // The one before stays as it was.
    expect(await got(roles, before.id)).toMatchObject({ lastDay: '2027-07-23', version: before.version })
  })

  test('is done once: again there is nothing to do; what goes on by itself, ended or ends earlier is not selected', async () => {
    const ending = await held()
    const ended = await held({ lastDay: '2027-08-31' })
    await held({ lastDay: undefined })
    await held({ lastDay: '2027-06-30' })
    await held({ lastDay: '2028-08-31' })
    await roles.clock.set(june)
    await roles.ask(EndAppointment, { appointmentId: ended.id, lastDay: '2027-07-20', reason: 'completed' }, { as: scene.manager })
    const first = await rollOver()
    await done(first.id)
    expect((await items(first.id)).map(({ appointmentId, outcome }) => [appointmentId, outcome])).toEqual([[ending.id, 'done']])
    const second = await rollOver()
    expect(await done(second.id)).toMatchObject({ done: 0, nothingToDo: 1 })
    const third = await rollOver({ appointmentIds: [ending.id, ended.id] })
    expect(await done(third.id)).toMatchObject({ total: 2, nothingToDo: 1, done: 1 })
    const fourth = await rollOver({ appointmentIds: [ended.id], roleCode: 'coach' })
    expect(await done(fourth.id)).toMatchObject({ total: 1, nothingToDo: 1 })
  })

  test('one that is refused says why, as the single command would, and does not stop the others', async () => {
    const [stays, leaves] = [await held(), await held()]
    await employmentEnds(roles, leaves.personId, leaves.employmentId, '2027-08-31', [scene.urn])
    await roles.clock.set(june)
    const mine = scene
    await roles.clock.set('2026-08-24T12:00:00Z')
    scene = await givenScene(roles)
    const stranger = (await held()).id
    scene = mine
    await roles.clock.set(june)
    const nobody = newId()
    const run = await rollOver({ appointmentIds: [leaves.id, stranger, nobody, stays.id] })
    expect(await done(run.id)).toMatchObject({ done: 1, refused: 3 })
    const outcomes = new Map((await items(run.id)).map((item) => [item.appointmentId, item]))
    expect(outcomes.get(leaves.id)).toMatchObject({
      outcome: 'refused',
      problem: { status: 409, type: '/problems/not-affiliated', day: '2027-09-01' },
    })
    expect(outcomes.get(stays.id)).toMatchObject({ outcome: 'done' })
    expect((await items(run.id, { outcome: 'refused' })).map(({ appointmentId }) => appointmentId)).toContain(leaves.id)
    for (const id of [stranger, nobody])
      expect(outcomes.get(id)).toMatchObject({ outcome: 'refused', problem: { type: '/problems/no-such-appointment' } })
    // Another's looks exactly like none.
    expect(outcomes.get(stranger)!.problem).toEqual(outcomes.get(nobody)!.problem)
  })

  test('a dry run answers the same and changes nothing', async () => {
    const [stays, leaves] = [await held(), await held()]
    await employmentEnds(roles, leaves.personId, leaves.employmentId, '2027-08-31', [scene.urn])
    await roles.clock.set(june)
    const count = async () => (await sql<{ n: number }>`select count(*)::int as n from appointment`.execute(roles.sql)).rows[0]!.n
    const [before, said] = [await count(), (await roles.emitted(AppointmentOffered)).length]
    const run = await rollOver({ dryRun: true })
    expect(await done(run.id)).toMatchObject({ dryRun: true, state: 'done', done: 1, refused: 1 })
    const outcomes = new Map((await items(run.id)).map((item) => [item.appointmentId, item]))
    expect(outcomes.get(stays.id)).toMatchObject({ outcome: 'done' })
    expect(outcomes.get(stays.id)).not.toHaveProperty('newAppointmentId')
    expect(outcomes.get(leaves.id)).toMatchObject({ problem: { type: '/problems/not-affiliated' } })
    expect([await count(), (await roles.emitted(AppointmentOffered)).length]).toEqual([before, said])
    const real = await rollOver()
    expect(await done(real.id)).toMatchObject({ done: 1, refused: 1 })
  })

  test('what the person has no minutes left for is refused', async () => {
    const before = await held()
    await roles.clock.set(june)
    const other = { ...scene, personId: before.personId, holder: before.holder }
    await confirmed(roles, other, { roleCode: 'coach', minutesPerWeek: 120, firstDay: '2027-09-01' })
    await confirmed(roles, other, { roleCode: 'induction-coordinator', minutesPerWeek: 90, firstDay: '2027-09-01' })
    const run = await rollOver({ roleCode: 'ict-innovator' })
    await done(run.id)
    expect(await items(run.id)).toMatchObject([{ outcome: 'refused', problem: { type: '/problems/over-person-cap' } }])
  })

  test('what the database refuses at the end of a transaction is one item’s outcome, and holds up no other', async () => {
    const [first, met, last] = [await held(), await held(), await held()]
    await roles.clock.set(june)
    // As where somebody offers the same role between our look and our offer.
    await sql`
      create function meets_another() returns trigger language plpgsql as $$
      begin
        raise exception 'met' using errcode = '23P01', constraint = 'appointment_once_at_a_time';
      end $$`.execute(roles.sql)
    await sql`
      create constraint trigger meets_another after insert on appointment deferrable initially deferred for each row
      when (new.person_id = ${sql.lit(met.personId)}) execute function meets_another()`.execute(roles.sql)
    const run = await rollOver({ appointmentIds: [first.id, met.id, last.id] })
    expect(await done(run.id)).toMatchObject({ done: 2, refused: 1 })
    await sql`drop trigger meets_another on appointment`.execute(roles.sql)
    expect(await items(run.id)).toMatchObject([
      { outcome: 'done' },
      { outcome: 'refused', problem: { status: 409, type: '/problems/appointment-overlaps' } },
      { outcome: 'done' },
    ])
    expect((await roles.emitted(AppointmentOffered)).filter(({ data }) => data.appointment.personId === met.personId)).toHaveLength(1)
  })

  test('is for the year under way or the next, in an active network that the caller manages', async () => {
    await held()
    await roles.clock.set(june)
    const refused = (said: object, as = scene.manager) =>
      roles.refusal(RollOverAppointments, { academicYear: '2027-28', networkId: scene.networkId, ...said }, { as })
    for (const academicYear of ['2025-26', '2028-29'])
      expect(await refused({ academicYear })).toMatchObject({
        status: 422,
        type: '/problems/roll-over-year-out-of-range',
        earliest: '2026-27',
        latest: '2027-28',
      })
    expect(await refused({ roleCode: 'coach' })).toMatchObject({ status: 422, type: '/problems/nothing-selected' })
    const nothing = { status: 404, type: '/problems/no-such-network' }
    expect(await refused({ networkId: undefined })).toMatchObject(nothing)
    expect(await refused({ networkId: newId() }, await theNationalBody())).toMatchObject(nothing)
    for (const as of [scene.head, await theClient(newId()), await acting((await givenNetwork(roles)).coLeaders[0]!.personId)])
      expect(await refused({}, as)).toMatchObject(nothing)
    const forming = await givenNetwork(roles, { active: false })
    expect(await refused({ networkId: forming.networkId }, await theNationalBody())).toMatchObject({
      status: 409,
      type: '/problems/network-not-in-state',
      state: 'forming',
    })
  })

  test('for the year under way, roles are offered from today', async () => {
    await held()
    await roles.clock.set('2027-09-20T12:00:00Z')
    const run = await rollOver()
    await done(run.id)
    const [item] = await items(run.id)
    expect(await got(roles, item!.newAppointmentId!)).toMatchObject({ firstDay: '2027-09-20', lastDay: '2028-08-31' })
  })
})

describe('ending many', () => {
  test('each that goes on is ended on the last day with its reason; co-leaders follow their network', async () => {
    const [a, b] = [await held({ lastDay: undefined }), await held({ lastDay: '2027-12-31' })]
    const shorter = await held({ lastDay: '2027-07-01' })
    const later = await held({ firstDay: '2027-09-01', lastDay: '2028-08-31' })
    await roles.clock.set(june)
    const run = await end()
    expect(await done(run.id)).toMatchObject({ kind: 'ending', lastDay: '2027-07-23', reason: 'completed', done: 2, total: 2 })
    for (const { id } of [a, b]) {
      expect(await got(roles, id)).toMatchObject({ lastDay: '2027-07-23', endReason: 'completed' })
      expect(await roles.emitted(AppointmentEnded, id)).toHaveLength(1)
    }
    for (const { id, version } of [shorter, later]) expect(await got(roles, id)).toMatchObject({ version })
    const named = await end({ appointmentIds: [a.id, shorter.id, later.id] })
    expect(await done(named.id)).toMatchObject({ nothingToDo: 2, refused: 1 })
    expect((await items(named.id, { outcome: 'refused' }))[0]).toMatchObject({
      appointmentId: later.id,
      problem: { status: 422 },
    })
  })

  test('the national body ends over all networks, by role and school; what was offered only is refused where it is named', async () => {
    const mine = await held({ lastDay: undefined })
    const theirs = scene
    scene = await givenScene(roles)
    const other = await held({ lastDay: undefined })
    const offer = await offered(roles, { ...scene, ...(await givenTeacher(roles, scene.urn)) }, { lastDay: undefined })
    await roles.clock.set(june)
    const as = await theNationalBody()
    const run = await roles.ask(
      EndAppointments,
      { lastDay: '2027-07-23', reason: 'completed', roleCode: 'ict-innovator', urn: theirs.urn },
      { as },
    )
    expect(run).not.toHaveProperty('networkId')
    await done(run.id)
    expect([await got(roles, mine.id), await got(roles, other.id)]).toMatchObject([{ lastDay: '2027-07-23' }, { version: other.version }])
    const named = await roles.ask(
      EndAppointments,
      { lastDay: '2027-07-23', reason: 'completed', appointmentIds: [other.id, offer.id] },
      { as },
    )
    await done(named.id)
    expect((await roles.ask(ListBulkItems, { bulkRunId: named.id }, { as })).items).toMatchObject([
      { number: 1, appointmentId: other.id, outcome: 'done' },
      { number: 2, appointmentId: offer.id, outcome: 'refused', problem: { type: '/problems/appointment-not-in-state', state: 'offered' } },
    ])
  })

  test('the last day is neither past nor far away; a stranger finds no network; where there is nothing, nothing begins', async () => {
    await roles.clock.set(june)
    const refused = (said: object, as = scene.manager) =>
      roles.refusal(EndAppointments, { lastDay: '2027-07-23', reason: 'completed', networkId: scene.networkId, ...said }, { as })
    for (const lastDay of ['2027-06-13', '2028-06-15'])
      expect(await refused({ lastDay })).toMatchObject({
        status: 422,
        type: '/problems/bulk-last-day-out-of-range',
        earliest: '2027-06-14',
        latest: '2028-06-14',
      })
    expect(await refused({}, scene.head)).toMatchObject({ status: 404, type: '/problems/no-such-network' })
    expect(await refused({ networkId: undefined })).toMatchObject({ status: 404, type: '/problems/no-such-network' })
    expect(await refused({})).toMatchObject({ status: 422, type: '/problems/nothing-selected' })
    expect((await roles.ask(ListBulkRuns, { networkId: scene.networkId }, { as: scene.manager })).items).toEqual([])
  })
})

describe('a run', () => {
  /** Many at once, as a year's end has them; written as they stand after being accepted. */
  async function many(count: number): Promise<string[]> {
    const one = await held({ lastDay: undefined })
    const { rows } = await sql<{ id: string }>`
      insert into appointment (id, version, person_id, network_id, role_code, stage, was_confirmed, intended, periods, releases, happening)
      select gen_random_uuid(), 1, a.person_id, a.network_id, 'x-role-' || n, 'confirmed', true, a.intended, a.periods, a.releases, 'confirmed'
      from appointment a, generate_series(2, ${count}) n where a.id = ${one.id} returning id`.execute(roles.sql)
    const ids = [one.id, ...rows.map(({ id }) => id)]
    await sql`
      insert into aggregate_head (aggregate, aggregate_id, version) select 'appointment', id, 1 from unnest(${ids.slice(1)}::text[]) id`.execute(
      roles.sql,
    )
    return ids
  }

  test('goes on where it was when the process ended, does each once, and is read page by page', async () => {
    const ids = await many(95)
    await roles.clock.set(june)
    const run = await end()
    expect(run.total).toBe(95)
    await expect
      .poll(async () => (await roles.ask(GetBulkRun, { bulkRunId: run.id }, { as: scene.manager })).done, { interval: 5 })
      .toBeGreaterThan(0)
    await roles.restart()
    const between = await roles.ask(GetBulkRun, { bulkRunId: run.id }, { as: scene.manager })
    expect(between.done + between.waiting).toBe(95)
    expect(await done(run.id)).toMatchObject({ state: 'done', done: 95, waiting: 0 })
    const ended = new Map<string, number>()
    for (const { aggregateId } of await roles.emitted(AppointmentEnded)) ended.set(aggregateId, (ended.get(aggregateId) ?? 0) + 1)
    expect(ids.map((id) => ended.get(id))).toEqual(ids.map(() => 1))
    const numbers: number[] = []
    let after: string | undefined
    do {
      const page = await roles.ask(ListBulkItems, { bulkRunId: run.id, limit: 40, ...(after && { after }) }, { as: scene.manager })
      numbers.push(...page.items.map(({ number }) => number))
      after = page.next
    } while (after)
    expect(numbers).toEqual(ids.map((_, n) => n + 1))
    expect(await roles.refusal(ListBulkItems, { bulkRunId: run.id, after: 'WyJ4Il0' }, { as: scene.manager })).toMatchObject({
      status: 400,
    })
  })

  test('a step that fails as a whole is done again, and none of it twice', async () => {
    const ids = await many(15)
    await roles.clock.set(june)
    await sql`
      create function fail_once() returns trigger language plpgsql as $$
      begin
        if new.id = ${sql.lit(ids[3])} and not exists (select from pg_class where relname = 'failed_once') then
          raise exception 'not now' using errcode = '40001';
        end if;
        return new;
      end $$`.execute(roles.sql)
    await sql`create trigger fail_once before update on appointment for each row execute function fail_once()`.execute(roles.sql)
    const run = await end()
    await expect
      .poll(
        async () =>
          (
            await sql<{ n: number }>`select attempts as n from work where name = 'roles.carry-out-bulk-run' and status = 'queued'`.execute(
              roles.sql,
            )
          ).rows.length,
      )
      .toBe(1)
    await sql`create table failed_once ()`.execute(roles.sql)
    expect(await done(run.id)).toMatchObject({ state: 'done', done: 15 })
    await sql`drop trigger fail_once on appointment`.execute(roles.sql)
    await sql`drop table failed_once`.execute(roles.sql)
    const ended = (await roles.emitted(AppointmentEnded)).filter(({ aggregateId }) => ids.includes(aggregateId))
    expect(ended).toHaveLength(15)
  })

  test('can be stopped: what was done is done, the rest is left, and stopping again is too late', async () => {
    const ids = await many(120)
    await roles.clock.set(june)
    const { id: bulkRunId } = await end()
    expect(
      await roles.refusal(
        EndAppointments,
        { lastDay: '2027-07-23', reason: 'completed', networkId: scene.networkId },
        { as: scene.manager },
      ),
    ).toMatchObject({
      status: 409,
      type: '/problems/bulk-run-under-way',
    })
    expect(await roles.refusal(StopBulkRun, { bulkRunId }, { as: scene.head })).toMatchObject({
      status: 404,
      type: '/problems/no-such-bulk-run',
    })
    const stopped = await roles.ask(StopBulkRun, { bulkRunId }, { as: scene.manager })
    expect(stopped).toMatchObject({ state: 'stopped', version: 2 })
    await roles.idle()
    const [said] = await roles.emitted(BulkRunStopped, bulkRunId)
    const after = await roles.ask(GetBulkRun, { bulkRunId }, { as: scene.manager })
    expect(after).toMatchObject({ state: 'stopped', done: stopped.done, waiting: 120 - stopped.done })
    expect(said!.data.done).toBe(stopped.done)
    const ended = (await roles.emitted(AppointmentEnded)).filter(({ aggregateId }) => ids.includes(aggregateId))
    expect(ended).toHaveLength(stopped.done)
    expect(await roles.refusal(StopBulkRun, { bulkRunId }, { as: scene.manager })).toMatchObject({
      status: 409,
      type: '/problems/bulk-run-has-ended',
      state: 'stopped',
    })
    // Whatever was left can be done by another.
    const rest = await end()
    expect(await done(rest.id)).toMatchObject({ total: 120 - stopped.done, done: 120 - stopped.done })
  })

  test('is seen by those who may start it', async () => {
    await many(2)
    await roles.clock.set(june)
    const { id: bulkRunId } = await end({ dryRun: true })
    await roles.idle()
    for (const as of [scene.manager, await theNationalBody()]) {
      expect(await roles.ask(GetBulkRun, { bulkRunId }, { as })).toMatchObject({ id: bulkRunId })
      expect((await roles.ask(ListBulkRuns, { networkId: scene.networkId, state: 'done' }, { as })).items.map(({ id }) => id)).toEqual([
        bulkRunId,
      ])
    }
    for (const as of [scene.head, await theClient(newId())]) {
      for (const operation of [GetBulkRun, ListBulkItems])
        expect(await roles.refusal(operation, { bulkRunId }, { as })).toMatchObject({ status: 404, type: '/problems/no-such-bulk-run' })
      expect((await roles.ask(ListBulkRuns, {}, { as })).items).toEqual([])
    }
  })

  test('what is rolled over and accepted has a time allowance of its own in the new year', async () => {
    const before = await held()
    await roles.clock.set(june)
    const run = await rollOver()
    await done(run.id)
    const appointmentId = (await items(run.id))[0]!.newAppointmentId!
    await roles.ask(ReleaseAppointment, { appointmentId }, { as: scene.head })
    await roles.ask(AcceptAppointment, { appointmentId }, { as: before.holder })
    const as = await theNationalBody()
    expect((await roles.ask(GetTimeBalance, { appointmentId, asAt: '2027-09-10' }, { as })).accrued).toBeGreaterThan(0)
    expect((await roles.ask(GetTimeBalance, { appointmentId: before.id, asAt: '2027-09-10' }, { as })).accrued).toBe(0)
  })
})

/**
 * Five hundred ask at once for thirty places, and again while the service is killed: thirty have one, the others wait in order, none is
 * lost. Roles and membership are stopped, and booking goes on; two services spend the same last minutes.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { setOffset } from '@nlc/infra/local/clock-file'
import { freshFolder, removeFolder } from '@nlc/infra/local/fresh-folder'
import { type System, startSystem } from '@nlc/infra/local/system'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { as, type Caller } from './gateway.ts'

const asking = 500
const places = 30

let folder: string
let system: System
let nationalBody: Caller
const people: { personId: string; caller: Caller }[] = []

beforeAll(async () => {
  folder = await freshFolder()
  system = await startSystem({ dataDir: `${folder}/data`, demo: true })
  nationalBody = await as(system.sandbox, 'nationalBody')
  // As a school's staff list.
  for (let from = 0; from < asking; from += 100) {
    const items = Array.from({ length: 100 }, (_, index) => ({
      reference: `crowd-${from + index}`,
      name: { given: 'Somebody', family: `Number ${from + index}` },
      employment: {
        ...{
          workingDays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
          fte: 1,
          staffCategory: 'teacher',
          firstDay: '2026-09-01',
        },
      },
    }))
    const { body } = await nationalBody.post('/v1/schools/900001/staff-returns', {
      mode: 'delta',
      extractedAt: new Date().toISOString(),
      items,
    })
    const ids: string[] = body.outcomes.map(({ personId }: { personId: string }) => personId)
    people.push(
      ...(await inParallel(ids, async (personId) => ({
        personId,
        caller: await as(system.sandbox, 'nationalBody', { person: personId }),
      }))),
    )
  }
}, 240_000)
afterAll(async () => {
  await system?.stop()
  if (folder) await removeFolder(folder)
})

async function inParallel<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let at = 0; at < items.length; at += 16) results.push(...(await Promise.all(items.slice(at, at + 16).map(run))))
  return results
}

/** Something in the evening, so many days ahead. @returns its id. */
async function published(days: number): Promise<string> {
  const day = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const { active } = system.sandbox.examples!.networks
  const terms = { kind: 'meeting', place: { kind: 'online' }, startsAt: `${day}T17:00:00Z`, endsAt: `${day}T18:00:00Z`, capacity: places }
  const { body } = await nationalBody.post(`/v1/networks/${active}/activities`, terms)
  expect((await nationalBody.post(`/v1/activities/${body.id}/publication`)).status).toBe(200)
  return body.id
}

/** Until it is acknowledged, always with the same key. */
async function insist(caller: Caller, path: string): Promise<{ id: string; state: string }> {
  const key = { 'idempotency-key': randomUUID() }
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(100 + Math.random() * 200)) {
    const answer = await caller.post(path, {}, key).catch(() => undefined)
    if (answer?.status === 201) return answer.body
    // Somebody who has just been employed is heard of a moment later.
    const mayRepeat = answer === undefined || answer.status === 503 || answer.status === 504 || answer.status === 404
    if (!mayRepeat) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
  }
  throw new Error('not acknowledged within a minute')
}

/** All bookings of it, in the order in which they were made. */
async function allBookings(activityId: string): Promise<{ id: string; state: string; personId: string }[]> {
  const items = []
  for (let after = ''; ; ) {
    const { body } = await nationalBody.get(`/v1/bookings?activityId=${activityId}&limit=200${after}`)
    items.push(...body.items)
    if (!body.next) return items
    after = `&after=${encodeURIComponent(body.next)}`
  }
}

async function verify(activityId: string, acknowledged: { id: string; state: string }[]): Promise<void> {
  const all = await allBookings(activityId)
  expect(all.map(({ state }) => state)).toEqual([...Array(places).fill('accepted'), ...Array(asking - places).fill('waiting')])
  expect(new Set(all.map(({ personId }) => personId)).size).toBe(asking)
  const now = new Map(all.map(({ id, state }) => [id, state]))
  for (const { id, state } of acknowledged) expect(now.get(id)).toBe(state)
  expect((await nationalBody.get(`/v1/activities/${activityId}/places`)).body).toMatchObject({ taken: places, waiting: asking - places })
}

test('five hundred at once', async () => {
  const activityId = await published(7)
  await vi.waitFor(async () => {
    const last = await people.at(-1)!.caller.get(`/v1/activities/${activityId}`)
    expect(last.status).toBe(200)
  }, 30_000)
  await verify(activityId, await Promise.all(people.map(({ caller }) => insist(caller, `/v1/activities/${activityId}/bookings`))))
})

test('the same, while scheduling is killed three times', async () => {
  const activityId = await published(8)
  let acknowledged = 0
  const all = Promise.all(
    people.map(async ({ caller }) => {
      const booking = await insist(caller, `/v1/activities/${activityId}/bookings`)
      acknowledged += 1
      return booking
    }),
  )
  for (const reached of [5, 100, 300]) {
    await vi.waitFor(() => expect(acknowledged).toBeGreaterThanOrEqual(reached), { timeout: 60_000, interval: 5 })
    await system.kill('scheduling')
    await system.restart('scheduling')
  }
  await verify(activityId, await all)
})

/** Somebody of the five hundred who holds a role with 180 minutes a week from today on, and what has accrued of it in six weeks. */
async function innovator(index: number): Promise<{ personId: string; caller: Caller; appointmentId: string }> {
  const { personId, caller } = people[index]!
  const { networks, people: known } = system.sandbox.examples!
  const firstDay = new Date().toISOString().slice(0, 10)
  const offer = { personId, networkId: networks.active, urn: '900001', roleCode: 'ict-innovator', minutesPerWeek: 180, firstDay }
  const { status, body } = await nationalBody.post('/v1/appointments', offer)
  expect(status, JSON.stringify(body)).toBe(201)
  const head = await as(system.sandbox, 'nationalBody', { person: known.heads['900001']! })
  expect((await head.post(`/v1/appointments/${body.id}/release`)).status).toBe(200)
  expect((await caller.post(`/v1/appointments/${body.id}/acceptance`)).status).toBe(200)
  return { personId, caller, appointmentId: body.id }
}

/** A day with lessons, some weeks ahead, and a morning on it for which so much is spent. */
async function morning(weeks: number, minutes: number): Promise<{ id: string; day: string }> {
  const on = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const { body } = await nationalBody.get(`/v1/schools/900001/school-days?firstDay=${on(weeks * 7)}&lastDay=${on(weeks * 7 + 30)}`)
  const { day } = body.items.find(({ kind }: { kind: string }) => kind === 'pupils')
  const terms = {
    kind: 'meeting',
    place: { kind: 'online' },
    startsAt: `${day}T09:00:00Z`,
    endsAt: `${day}T12:00:00Z`,
    capacity: 100,
    minutes,
  }
  const { active } = system.sandbox.examples!.networks
  const { id } = (await nationalBody.post(`/v1/networks/${active}/activities`, terms)).body
  expect((await nationalBody.post(`/v1/activities/${id}/publication`)).status).toBe(200)
  return { id, day }
}

const soon = <T>(attempt: () => Promise<T>) => vi.waitFor(attempt, { timeout: 60_000, interval: 50 })

test('with roles and membership stopped, booking, reading and feeds go on; what was spent reaches the ledger when they are back', async () => {
  const { personId, caller, appointmentId } = await innovator(0)
  const { id, day } = await morning(5, 200)
  await soon(async () => expect((await caller.get(`/v1/activities/${id}`)).status).toBe(200))
  const body = { appointmentId }
  // Heard of by scheduling before roles is gone: a booking in the role says so.
  const first = await soon(async () => {
    const answer = await caller.post(`/v1/activities/${id}/bookings`, body)
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    return answer.body
  })
  const feed = (await caller.post('/v1/calendar-feeds', { of: { kind: 'person', reference: personId } })).body
  await Promise.all([system.kill('roles'), system.kill('membership')])
  expect((await caller.post(`/v1/bookings/${first.id}/cancellation`)).status).toBe(200)
  const again = await caller.post(`/v1/activities/${id}/bookings`, body)
  expect(again).toMatchObject({ status: 201, body: { state: 'accepted', minutes: 200 } })
  expect((await caller.get(`/v1/bookings/${again.body.id}`)).body).toMatchObject({ state: 'accepted' })
  const calendar = await fetch(system.sandbox.gateway + feed.path)
  expect(await calendar.text()).toContain(`UID:${id}`)
  const other = await morning(6, 600)
  expect(await caller.post(`/v1/activities/${other.id}/bookings`, body)).toMatchObject({
    status: 409,
    body: { available: expect.any(Number) },
  })
  await Promise.all([system.restart('roles'), system.restart('membership')])
  await soon(async () => {
    const balance = await caller.get(`/v1/appointments/${appointmentId}/time-balance?asAt=${day}`)
    expect(balance).toMatchObject({ status: 200, body: { spent: 200 } })
  })
})

test('two services spend the last minutes at once: an overdraft asks for an exception, and without one the booking is cancelled', async () => {
  const innovators: Awaited<ReturnType<typeof innovator>>[] = []
  for (let index = 1; index <= 8; index++) innovators.push(await innovator(index))
  const { id, day } = await morning(3, 400)
  const available = async (appointmentId: string) =>
    (await nationalBody.get(`/v1/appointments/${appointmentId}/time-balance?asAt=${day}`)).body.available as number
  const there = await available(innovators[0]!.appointmentId)
  expect(there).toBeGreaterThanOrEqual(400)
  expect(there).toBeLessThan(1000)
  await soon(async () => expect((await innovators[7]!.caller.get(`/v1/activities/${id}`)).status).toBe(200))

  const outcomes = await Promise.all(
    innovators.map(async ({ caller, appointmentId }) => {
      const spend = { day, minutes: Math.min(600, there), takenFrom: 'teaching', reference: `by hand ${appointmentId}` }
      const [spent, booked] = await Promise.all([
        nationalBody.post(`/v1/appointments/${appointmentId}/time-spending`, spend),
        caller.post(`/v1/activities/${id}/bookings`, { appointmentId }),
      ])
      return { appointmentId, caller, spent: spent.status, booked: booked.status, bookingId: booked.body.id as string }
    }),
  )
  // Never neither; each refusal is a clear one.
  for (const { spent, booked } of outcomes) expect([spent, booked].filter((status) => status === 201).length).toBeGreaterThan(0)
  for (const { spent, booked } of outcomes) for (const status of [spent, booked]) expect([201, 409]).toContain(status)
  const both = outcomes.filter(({ spent, booked }) => spent === 201 && booked === 201)
  expect(both.length).toBeGreaterThanOrEqual(2)
  await soon(async () => {
    for (const { bookingId, caller } of both)
      expect((await caller.get(`/v1/bookings/${bookingId}`)).body.exception).toMatchObject({ state: 'asked', exceptBy: expect.any(String) })
  })

  const [excepted, ...left] = both as [(typeof both)[number], ...typeof both]
  const head = await as(system.sandbox, 'nationalBody', { person: system.sandbox.examples!.people.heads['900001']! })
  const { exception } = (await excepted.caller.get(`/v1/bookings/${excepted.bookingId}`)).body
  const made = await head.post(`/v1/overdrafts/${exception.overdraftId}/exception`, { reason: 'It is worth it.' })
  expect(made.status, JSON.stringify(made.body)).toBe(200)
  await soon(async () =>
    expect((await excepted.caller.get(`/v1/bookings/${excepted.bookingId}`)).body).toMatchObject({
      state: 'accepted',
      exception: { state: 'made' },
    }),
  )
  await setOffset(`${folder}/data`, 8 * 86_400_000)
  // Those tokens go by the machine's own clock, and hold on.
  await soon(async () => {
    for (const { bookingId } of left)
      expect((await nationalBody.get(`/v1/bookings/${bookingId}`)).body).toMatchObject({ state: 'cancelled', cancelReason: 'no-time-left' })
  })
  expect((await nationalBody.get(`/v1/bookings/${excepted.bookingId}`)).body).toMatchObject({ state: 'accepted' })
})

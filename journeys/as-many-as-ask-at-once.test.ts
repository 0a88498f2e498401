/** Five hundred ask at once for thirty places, and again while the service is killed: thirty have one, the others wait in order, none is lost. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
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
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(50)) {
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

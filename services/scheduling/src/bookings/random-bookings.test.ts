/** The whole service against a model of it: random bookings, cancellations and moves, one after the other, and some at once. */
import { Book, CancelActivity, CancelBooking, ListBookings, RescheduleActivity } from '@nlc/contracts/scheduling'
import { testService } from '@nlc/testing'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { givenPublished } from '../../test/activities-under-test.ts'
import { acting, givenNetwork, givenPerson, type NetworkGiven, theNationalBody } from '../../test/known-under-test.ts'
import { scheduling as service } from '../service.ts'

const scheduling = testService(service)
/** Some touch, some overlap, one is on another day. Online: no way lies between them. */
const slots = [
  { startsAt: '2026-11-17T09:00:00.000Z', endsAt: '2026-11-17T11:00:00.000Z' },
  { startsAt: '2026-11-17T10:00:00.000Z', endsAt: '2026-11-17T12:00:00.000Z' },
  { startsAt: '2026-11-17T11:00:00.000Z', endsAt: '2026-11-17T13:00:00.000Z' },
  { startsAt: '2026-11-18T09:00:00.000Z', endsAt: '2026-11-18T11:00:00.000Z' },
]
const [people, activities] = [5, 3]

let network: NetworkGiven
let persons: { id: string; as: string }[]
let as: string
beforeAll(async () => {
  await scheduling.clock.set('2026-11-02T12:00:00Z')
  network = await givenNetwork(scheduling)
  as = await theNationalBody()
  persons = await Promise.all(
    Array.from({ length: people }, async () => {
      const id = await givenPerson(scheduling, { urns: [network.schools[2]!] })
      return { id, as: await acting(id) }
    }),
  )
})

interface Activity {
  slot: number
  capacity: number
  cancelled: boolean
  /** In the order in which they were made. */
  bookings: { person: number; state: 'accepted' | 'waiting' | 'cancelled' }[]
}

/** What is to be, in the fewest words. */
class Model {
  readonly activities: Activity[]
  constructor(start: readonly { slot: number; capacity: number }[]) {
    this.activities = start.map((one) => ({ ...one, cancelled: false, bookings: [] }))
  }

  standing = (a: Activity, person: number) => a.bookings.find((one) => one.person === person && one.state !== 'cancelled')
  taken = (a: Activity) => a.bookings.filter(({ state }) => state === 'accepted').length

  clashes(a: Activity, person: number): boolean {
    const mine = slots[a.slot]!
    return this.activities.some((other) => {
      const theirs = slots[other.slot]!
      const overlap = mine.startsAt < theirs.endsAt && theirs.startsAt < mine.endsAt
      return other !== a && overlap && this.standing(other, person)?.state === 'accepted'
    })
  }

  moveUp(a: Activity): void {
    for (const booking of a.bookings)
      if (!a.cancelled && this.taken(a) < a.capacity && booking.state === 'waiting' && !this.clashes(a, booking.person))
        booking.state = 'accepted'
  }

  book(index: number, person: number): string {
    const a = this.activities[index]!
    if (a.cancelled) return 'activity-not-in-state'
    if (this.standing(a, person)) return 'booked-already'
    if (this.clashes(a, person)) return 'twice-at-once'
    const state = this.taken(a) < a.capacity ? 'accepted' : 'waiting'
    a.bookings.push({ person, state })
    return state
  }

  cancel(index: number, person: number): void {
    const a = this.activities[index]!
    const booking = this.standing(a, person)
    if (!booking) return
    booking.state = 'cancelled'
    this.moveUp(a)
  }

  reschedule(index: number, slot: number, capacity: number): string {
    const a = this.activities[index]!
    if (a.cancelled) return 'activity-not-in-state'
    if (this.taken(a) > capacity) return 'capacity-taken'
    const moves = slot !== a.slot
    Object.assign(a, { slot, capacity })
    if (moves)
      for (const booking of a.bookings) if (booking.state === 'accepted' && this.clashes(a, booking.person)) booking.state = 'cancelled'
    this.moveUp(a)
    return 'done'
  }

  cancelActivity(index: number): void {
    const a = this.activities[index]!
    a.cancelled = true
    for (const booking of a.bookings) booking.state = 'cancelled'
  }
}

const which = fc.nat(activities - 1)
const who = fc.nat(people - 1)
const slot = fc.nat(slots.length - 1)
const capacity = fc.integer({ min: 1, max: 3 })
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('book' as const), which, who }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('cancel' as const), which, who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reschedule' as const), which, slot, capacity }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel-activity' as const), which }) },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never
const start = fc.array(fc.record({ slot, capacity }), { minLength: activities, maxLength: activities })

const given = (ids: readonly { slot: number; capacity: number }[]) =>
  Promise.all(
    ids.map(({ slot, capacity }) =>
      givenPublished(scheduling, network, { ...slots[slot]!, capacity, place: { kind: 'online' }, minutes: 0 }),
    ),
  )

const read = async (activityId: string) =>
  (await scheduling.ask(ListBookings, { activityId, limit: 200 }, { as })).items.map(({ id, personId, state }) => ({
    ...{ id, state, person: persons.findIndex((person) => person.id === personId) },
  }))

const tried = async (attempt: Promise<{ state: string }>): Promise<string> =>
  attempt.then(
    ({ state }) => state,
    (cause: Error) => {
      const [, problem] = /\/problems\/([a-z-]+)/.exec(cause.message)!
      expect(problem).not.toBe('internal')
      return problem!
    },
  )

async function run(ids: readonly string[], one: Step): Promise<string> {
  const activityId = ids[one.which]!
  if (one.kind === 'book') return tried(scheduling.ask(Book, { activityId }, { as: persons[one.who]!.as }))
  if (one.kind === 'cancel-activity') return tried(scheduling.ask(CancelActivity, { activityId, reason: 'other' }, { as }))
  if (one.kind === 'reschedule')
    return tried(scheduling.ask(RescheduleActivity, { activityId, ...slots[one.slot]!, capacity: one.capacity }, { as }))
  const mine = (await read(activityId)).find(({ person, state }) => person === one.who && state !== 'cancelled')
  return mine ? tried(scheduling.ask(CancelBooking, { bookingId: mine.id }, { as: persons[one.who]!.as })) : 'nothing'
}

function expected(model: Model, one: Step): string | undefined {
  if (one.kind === 'book') return model.book(one.which, one.who)
  if (one.kind === 'reschedule') {
    const outcome = model.reschedule(one.which, one.slot, one.capacity)
    return outcome === 'done' ? 'published' : outcome
  }
  if (one.kind === 'cancel') model.cancel(one.which, one.who)
  else model.cancelActivity(one.which)
  return undefined
}

test('whatever is booked, given up, moved and cancelled, in whatever order: it is as the model says', async () => {
  await fc.assert(
    fc.asyncProperty(start, fc.array(step, { minLength: 5, maxLength: 20 }), async (begin, steps) => {
      const model = new Model(begin)
      const ids = await given(begin)
      for (const one of steps) {
        const said = expected(model, one)
        const outcome = await run(ids, one)
        if (said !== undefined) expect(outcome).toBe(said)
        for (const [index, activity] of model.activities.entries())
          expect((await read(ids[index]!)).map(({ person, state }) => ({ person, state }))).toEqual(activity.bookings)
      }
      for (const activityId of ids) await scheduling.ask(CancelActivity, { activityId, reason: 'other' }, { as })
    }),
    { numRuns: 20 },
  )
}, 120_000)

test('whatever is done at once: nobody is in two places, no place is given twice, and what is counted is what is there', async () => {
  await fc.assert(
    fc.asyncProperty(
      start,
      fc.array(fc.array(step, { minLength: 2, maxLength: 5 }), { minLength: 2, maxLength: 4 }),
      async (begin, rounds) => {
        const ids = await given(begin)
        for (const round of rounds) await Promise.all(round.map((one) => run(ids, one)))
        // Everybody everywhere at once.
        await Promise.all(persons.flatMap((_, who) => ids.map((__, which) => run(ids, { kind: 'book', which, who }))))
        const all = (
          await Promise.all(ids.map(async (id) => (await scheduling.ask(ListBookings, { activityId: id, limit: 200 }, { as })).items))
        ).flat()
        for (const { id: personId } of persons) {
          const mine = all
            .filter((one) => one.personId === personId && one.state === 'accepted')
            .toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
          for (const [index, one] of mine.entries()) if (index > 0) expect(mine[index - 1]!.endsAt <= one.startsAt).toBe(true)
        }
        for (const activityId of ids) {
          const { rows } = await scheduling.sql
            .selectFrom('activity_places' as never)
            .selectAll()
            .where('activity_id' as never, '=', activityId as never)
            .execute()
            .then((found) => ({ rows: found as unknown as { capacity: number; taken: number; waiting: number }[] }))
          const count = (state: string) => all.filter((one) => one.activityId === activityId && one.state === state).length
          expect([rows[0]!.taken, rows[0]!.waiting]).toEqual([count('accepted'), count('waiting')])
          expect(rows[0]!.taken).toBeLessThanOrEqual(rows[0]!.capacity)
          await scheduling.ask(CancelActivity, { activityId, reason: 'other' }, { as })
        }
      },
    ),
    { numRuns: 15 },
  )
}, 120_000)

/** The queue against what it promises, under whatever receivers and clocks do. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DeliveryQueue, type Waiting } from './delivery-queue.ts'
import { retryDelayMs } from './schedule.ts'

const people = ['ada', 'ben', 'cyd', 'dee']
const rowsOf = (subjects: readonly string[], from = 1) => subjects.map((subject, index) => ({ number: from + index, subject }))
const queueOf = (subjects: readonly string[]): DeliveryQueue => {
  const queue = new DeliveryQueue({ sentNumber: 0, open: [] })
  queue.load(rowsOf(subjects))
  return queue
}
const takeAll = (queue: DeliveryQueue, now = 0): number[] => {
  const taken: number[] = []
  for (let item = queue.take(now); item; item = queue.take(now)) taken.push(item.number)
  return taken
}
const failed = { now: 0, dueAt: 5_000, timedOut: false }

describe('one person’s messages', () => {
  test('wait for the one before, and nobody else does', () => {
    const queue = queueOf(['ada', 'ada', 'ben'])
    expect(takeAll(queue)).toEqual([1, 3])
    queue.failed(1, failed)
    queue.delivered(3, 0)
    expect(takeAll(queue, 4_999)).toEqual([])
    expect(takeAll(queue, 5_000)).toEqual([1])
    queue.delivered(1, 5_000)
    expect(takeAll(queue, 5_000)).toEqual([2])
  })
})

describe('how many are under way', () => {
  test('begins with two and doubles; a failure halves it, a timeout leaves one', () => {
    const queue = queueOf(Array.from({ length: 60 }, (_, n) => `p${n}`))
    const first = takeAll(queue)
    expect(first).toHaveLength(2)
    for (const number of first) queue.delivered(number, 0)
    const second = takeAll(queue)
    expect(second).toHaveLength(4)
    for (const number of second) queue.delivered(number, 0)
    expect(queue.window).toBe(8)
    const third = takeAll(queue)
    queue.failed(third[0]!, failed)
    expect(queue.window).toBe(4)
    queue.failed(third[1]!, { ...failed, timedOut: true })
    expect(queue.window).toBe(1)
  })

  test('a receiver that asks for time gets none before', () => {
    const queue = queueOf(['ada', 'ben', 'cyd'])
    takeAll(queue)
    queue.failed(1, { ...failed, waitUntil: 60_000, dueAt: 60_000 })
    queue.delivered(2, 0)
    expect(takeAll(queue, 59_999)).toEqual([])
    expect(takeAll(queue, 60_000)).not.toEqual([])
  })
})

describe('the circuit', () => {
  const broken = () => {
    const queue = queueOf(['ada', 'ben', 'cyd', 'dee', 'eve'])
    for (const number of takeAll(queue)) queue.failed(number, failed)
    for (const number of takeAll(queue)) queue.failed(number, failed)
    return queue
  }

  test('three messages failing in a row break it; then one at a time probes', () => {
    const queue = broken()
    expect(queue.troubled).toBe(true)
    expect(takeAll(queue, 4_999)).toEqual([])
    const [probe, ...more] = takeAll(queue, 5_000)
    expect([probe, more]).toEqual([1, []])
    queue.failed(1, { now: 5_000, dueAt: 65_000, timedOut: true })
    expect(takeAll(queue, 14_999)).toEqual([])
    expect(takeAll(queue, 15_000)).toHaveLength(1)
  })

  test('one success closes it, and what failed meanwhile comes at once', () => {
    const queue = broken()
    takeAll(queue, 5_000)
    queue.delivered(1, 5_000)
    expect(queue.troubled).toBe(false)
    expect(takeAll(queue, 5_000)).toEqual([2, 3].slice(0, queue.window))
  })

  test('a single message that always fails breaks nothing, but is told of from its third failure', () => {
    const queue = queueOf(['ada', 'ben', 'ben', 'ben'])
    let now = 0
    for (let tries = 1; tries <= 9; tries++) {
      const taken = takeAll(queue, now)
      expect(taken).toContain(1)
      expect(queue.failed(1, { now, dueAt: now + 5_000, timedOut: false })).toBe(tries)
      expect(queue.troubled).toBe(tries >= 3)
      for (const number of taken) if (number !== 1) queue.delivered(number, now)
      now += 5_000
    }
    expect(queue.place().open).toEqual([1])
    takeAll(queue, now)
    queue.delivered(1, now)
    expect(queue.troubled).toBe(false)
  })
})

describe('replays', () => {
  test('come again under their numbers; what is still to be sent anyway comes once', () => {
    const queue = queueOf(['ada', 'ben', 'ada'])
    for (const number of takeAll(queue)) if (number === 1) queue.delivered(1, 0)
    expect(queue.replay(rowsOf(['ada', 'ben', 'ada']))).toEqual([1])
    expect(queue.place().open).toContain(1)
  })
})

test('what the mailbox no longer holds is let go', () => {
  const queue = queueOf(['ada', 'ada', 'ben', 'cyd'])
  queue.forgetBelow(3)
  expect(takeAll(queue)).toEqual([3, 4])
  queue.forgetBelow(10)
  expect(queue.loadedNumber).toBe(9)
})

/** A receiver that answers as it likes for a while, and a process that dies now and then. */
const life = fc.record({
  subjects: fc.array(fc.constantFrom(...people), { minLength: 1, maxLength: 40 }),
  steps: fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.record({ do: fc.constant('take' as const) }) },
      {
        weight: 6,
        arbitrary: fc.record({ do: fc.constantFrom('deliver' as const, 'fail' as const, 'time-out' as const), which: fc.nat(40) }),
      },
      { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('put-back' as const), which: fc.nat(40) }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 90_000_000 }) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('die' as const), booked: fc.boolean() }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('replay' as const), from: fc.nat(40), to: fc.nat(40) }) },
    ),
    { maxLength: 200 },
  ),
})

test('whatever happens: each message is delivered, first deliveries of a person in order, and never more under way than may be', () => {
  fc.assert(
    fc.property(life, ({ subjects, steps }) => {
      const rows = rowsOf(subjects)
      let now = 0
      let queue = new DeliveryQueue({ sentNumber: 0, open: [] })
      let underWay: Waiting[] = []
      /** As booked last: the place, and the tries of those that failed. */
      let booked: { sentNumber: number; open: number[] } = queue.place()
      const failures = new Map<number, { tries: number; dueAt: number }>()
      let bookedFailures = new Map(failures)
      const delivered = new Set<number>()
      const firstDeliveries = new Map<string, number[]>()
      const repeats: number[] = []

      const land = (which: number): Waiting | undefined => {
        const item = underWay[which % Math.max(1, underWay.length)]
        underWay = underWay.filter((other) => other !== item)
        return item
      }
      const load = () => queue.load(rows.filter(({ number }) => number > queue.loadedNumber).slice(0, queue.room))
      const take = () => {
        load()
        const item = queue.take(now)
        if (!item) return false
        expect(underWay.map(({ subject }) => subject)).not.toContain(item.subject)
        underWay.push(item)
        expect(underWay.length).toBe(queue.underWay)
        expect(underWay.length).toBeLessThanOrEqual(Math.max(queue.window, 1))
        return true
      }
      const arrive = ({ number, subject }: Waiting) => {
        if (delivered.has(number)) repeats.push(number)
        else firstDeliveries.set(subject, [...(firstDeliveries.get(subject) ?? []), number])
        delivered.add(number)
      }
      const deliver = (item: Waiting) => {
        arrive(item)
        queue.delivered(item.number, now)
        failures.delete(item.number)
      }
      const book = () => {
        booked = queue.place()
        bookedFailures = new Map(failures)
      }

      for (const step of steps) {
        switch (step.do) {
          case 'take':
            take()
            break
          case 'deliver': {
            const item = land(step.which)
            if (item) deliver(item)
            break
          }
          case 'fail':
          case 'time-out': {
            const item = land(step.which)
            if (!item) break
            const dueAt = now + retryDelayMs(Math.min((failures.get(item.number)?.tries ?? 0) + 1, 9), 0.5)
            const tries = queue.failed(item.number, { now, dueAt, timedOut: step.do === 'time-out' })
            failures.set(item.number, { tries, dueAt })
            break
          }
          case 'put-back': {
            const item = land(step.which)
            if (item) queue.putBack(item.number)
            break
          }
          case 'wait':
            now += step.ms
            break
          case 'replay':
            queue.replay(rows.filter(({ number }) => number >= step.from && number <= step.to && number <= queue.loadedNumber))
            break
          case 'die': {
            if (step.booked) book()
            // What was under way may have arrived all the same.
            for (const item of underWay) if (item.number % 2 === 0) arrive(item)
            underWay = []
            failures.clear()
            for (const [number, failure] of bookedFailures) failures.set(number, failure)
            const open = booked.open.map((number) => ({
              number,
              subject: subjects[number - 1]!,
              tries: failures.get(number)?.tries ?? 0,
              dueAt: failures.get(number)?.dueAt ?? 0,
            }))
            queue = new DeliveryQueue({ sentNumber: booked.sentNumber, open })
            break
          }
        }
      }
      // From now on the receiver is well.
      for (
        let round = 0;
        round < 2_000 && (queue.place().sentNumber < rows.length || underWay.length > 0 || queue.place().open.length > 0);
        round++
      ) {
        now += 600_000
        while (take());
        for (const item of [...underWay]) {
          underWay = underWay.filter((other) => other !== item)
          deliver(item)
        }
      }
      expect([...delivered].sort((a, b) => a - b)).toEqual(rows.map(({ number }) => number))
      for (const numbers of firstDeliveries.values()) expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
      expect(queue.place()).toEqual({ sentNumber: rows.length, open: [] })
      expect(queue.troubled).toBe(false)
    }),
    { numRuns: 1_000 },
  )
})

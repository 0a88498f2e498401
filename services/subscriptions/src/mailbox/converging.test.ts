/**
 * Whatever happens in whatever order between two services that are heard independently: what a subscription's messages come to is what
 * it may see in the end, and so is its snapshot.
 */
import { PersonLeftOut, PersonTakenIn, SharingExpired } from '@nlc/contracts/membership'
import { ReadSnapshot, TakeSnapshot } from '@nlc/contracts/subscriptions'
import { newId } from '@nlc/runtime'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { subscriptionsUnderTest } from '../../test/subscriptions-under-test.ts'
import { appointment, asVendor, kindOf, newClient, period, type ShownMessage, vendorsUnderTest } from '../../test/vendors-under-test.ts'
import { type Appointment, type AppointmentData, type Period, visibleAppointment } from './visible-appointment.ts'

const subscriptions = subscriptionsUnderTest()
const given = vendorsUnderTest(subscriptions)

const schools = 3
const people = 3
const sharing = fc.array(
  fc.oneof(
    fc.record({ does: fc.constant('turn-sharing' as const), school: fc.nat({ max: schools - 1 }) }),
    fc.record({ does: fc.constant('turn-left-out' as const), person: fc.nat({ max: people - 1 }), school: fc.nat({ max: schools - 1 }) }),
  ),
  { maxLength: 8 },
)
const roles = fc.array(
  fc.record({
    does: fc.constantFrom('confirm' as const, 'move' as const, 'shorten' as const, 'void' as const),
    person: fc.nat({ max: people - 1 }),
    school: fc.nat({ max: schools - 1 }),
  }),
  { minLength: 1, maxLength: 10 },
)

/** What a reader has who upserts each message and deletes what came through a sharing that ended. */
function read(messages: readonly ShownMessage[]): Map<string, AppointmentData> {
  const held = new Map<string, AppointmentData>()
  for (const message of messages) {
    const kind = kindOf(message)
    const data = message.data as unknown as AppointmentData & { urn?: string }
    if (kind === 'appointment.voided') held.delete(data.id)
    else if (kind.startsWith('appointment.')) held.set(data.id, data)
    else if (kind === 'sharing.ended')
      for (const [id, { periods }] of held) if (periods.some(({ urn }) => urn === data.urn)) held.delete(id)
  }
  return held
}

test('the end is the same', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(sharing, roles, async (turns, changes) => {
      const client = newClient()
      const as = await asVendor(client)
      const urns = await Promise.all(Array.from({ length: schools }, () => given.school()))
      const persons = Array.from({ length: people }, () => newId())
      const subscriptionId = await given.subscribe(client)

      const agreements = new Map<string, Awaited<ReturnType<typeof given.sharing>>>()
      const leftOut = new Map<string, Set<string>>()
      const membershipSays = async () => {
        for (const turn of turns) {
          const urn = urns[turn.school]!
          const agreement = agreements.get(urn)
          if (turn.does === 'turn-sharing') {
            if (agreement) {
              agreements.delete(urn)
              await subscriptions.given(SharingExpired, { ...agreement, reason: 'end-date' })
            } else {
              agreements.set(urn, await given.sharing(client, urn))
              leftOut.set(urn, new Set())
            }
          } else if (agreement) {
            const personId = persons[turn.person]!
            const out = leftOut.get(urn)!
            const event = out.delete(personId) ? PersonTakenIn : PersonLeftOut
            if (event === PersonLeftOut) out.add(personId)
            await subscriptions.given(event, { ...agreement, personId })
          }
        }
      }
      const records = new Map<string, Appointment>()
      const rolesSays = async () => {
        for (const { does, person, school } of changes) {
          const personId = persons[person]!
          const before = [...records.values()].find((one) => one.personId === personId && one.state !== 'voided')
          if (does === 'confirm' || !before) {
            const made = appointment([period(urns[school]!)], { personId })
            records.set(made.id, made)
            await given.confirm(made)
            continue
          }
          const version = before.version + 1
          if (does === 'void') {
            records.set(before.id, { ...before, version, state: 'voided' })
            await given.void({ ...before, version })
            continue
          }
          const last = before.periods.at(-1)!
          const firstDay = nextMonth(last.firstDay)
          const periods: Period[] =
            does === 'move'
              ? [...before.periods.slice(0, -1), { ...last, lastDay: dayBefore(firstDay) }, period(urns[school]!, { firstDay })]
              : [...before.periods.slice(0, -1), { ...last, minutesPerWeek: last.minutesPerWeek - 1 }]
          const after = { ...before, version, periods }
          records.set(before.id, after)
          await given.change(after)
        }
      }
      await Promise.all([membershipSays(), rolesSays()])
      const messages = await given.messages(subscriptionId, client)

      const hidden = new Set([...leftOut].flatMap(([urn, out]) => (agreements.has(urn) ? [...out] : [])))
      const expected = new Map<string, readonly Period[]>()
      for (const record of records.values()) {
        const seen = visibleAppointment(
          record,
          ({ urn }) => urn,
          (_, place) => agreements.has(place),
          given.today(),
        )
        if (seen && seen.data.state !== 'ended' && !hidden.has(record.personId)) expected.set(record.id, seen.data.periods)
      }
      const { id: snapshotId } = await subscriptions.ask(TakeSnapshot, { subscriptionId }, { as })
      const { items } = await subscriptions.ask(ReadSnapshot, { snapshotId, limit: 200 }, { as })
      expect(new Map(items.map(({ id, periods }) => [id, periods]))).toEqual(expected)

      const held = [...read(messages)].filter(([id, { state }]) => state !== 'ended' && !hidden.has(records.get(id)!.personId))
      expect(new Map(held.map(([id, { periods }]) => [id, periods]))).toEqual(expected)
      // And no number is missing.
      expect(messages.map(({ sequence }) => Number(sequence))).toEqual(messages.map((_, index) => index + 1))
    }),
    { numRuns: 40 },
  )
})

const nextMonth = (day: string) => new Date(Date.parse(`${day}T12:00:00Z`) + 31 * 86_400_000).toISOString().slice(0, 10)
const dayBefore = (day: string) => new Date(Date.parse(`${day}T12:00:00Z`) - 86_400_000).toISOString().slice(0, 10)

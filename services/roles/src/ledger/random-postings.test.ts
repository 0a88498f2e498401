/** The whole service against the rule as it reads: random postings, at once, past and to come, by hand and by bookings, while what accrues changes. */
import type { TermDates } from '@nlc/allowance'
import { event } from '@nlc/contracts/define'
import { Id } from '@nlc/contracts/formats'
import { EmploymentChanged } from '@nlc/contracts/membership'
import { ChangeAppointment, GetTimeBalance, RefundTime, SpendTime } from '@nlc/contracts/roles'
import { weekday } from '@nlc/known/academic-year'
import { plusDays } from '@nlc/known/day'
import { newId, react } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import fc from 'fast-check'
import { sql } from 'kysely'
import Type from 'typebox'
import { beforeAll, expect, test } from 'vitest'
import { confirmed, givenScene, givenTeacher, type Scene } from '../../test/appointments-under-test.ts'
import { theNationalBody } from '../../test/known-under-test.ts'
import { roles as service } from '../service.ts'
import { post, postingEvents } from './post.ts'

const Booked = event('scheduling.place-taken', {
  summary: 'Somebody booked',
  about: { booking: 'bookingId' },
  data: { bookingId: Id, appointmentId: Id, day: Type.String(), minutes: Type.Integer() },
})
const roles = testService({
  ...service,
  reactions: [
    ...service.reactions,
    react('roles.spend-on-booked', { on: Booked, emits: postingEvents }, async ({ bookingId: reference, ...spend }, change) => {
      await post(change, { kind: 'spend', source: 'scheduling', reference, takenFrom: 'teaching', ...spend })
    }),
  ],
})

let scene: Scene
beforeAll(async () => {
  await roles.clock.set('2026-12-14T10:00:00Z')
  scene = await givenScene(roles)
})

const day = fc.integer({ min: 0, max: 300 }).map((n) => plusDays('2026-09-01', n))
const minutes = fc.integer({ min: 1, max: 600 })
const posting = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('spend' as const), day, minutes }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('book' as const), day, minutes }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('refund' as const), which: fc.nat(20), minutes }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('fte' as const), day, fte: fc.integer({ min: 1, max: 10 }).map((tenths) => tenths / 10) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('minutes' as const), day, minutesPerWeek: fc.integer({ min: 0, max: 180 }) }) },
)
type Step = typeof posting extends fc.Arbitrary<infer S> ? S : never
/** Steps one after the other; those of one step at once. */
const sequence = fc.array(fc.array(posting, { minLength: 1, maxLength: 3 }), { minLength: 3, maxLength: 8 })

interface Known {
  readonly appointmentId: string
  readonly personId: string
  readonly employmentId: string
  readonly holder: string
}

async function carryOut({ appointmentId, personId, employmentId }: Known, step: Step): Promise<void> {
  const as = scene.manager
  if (step.kind === 'spend')
    await roles.ask(SpendTime, { appointmentId, day: step.day, minutes: step.minutes, takenFrom: 'teaching', reference: newId() }, { as })
  else if (step.kind === 'book') await roles.given(Booked, { bookingId: newId(), appointmentId, day: step.day, minutes: step.minutes })
  else if (step.kind === 'refund') {
    const spends = (await postings(appointmentId)).filter(({ kind }) => kind === 'spend')
    const spend = spends[step.which % Math.max(1, spends.length)]
    if (spend) await roles.ask(RefundTime, { appointmentId, spendId: spend.id, minutes: step.minutes, reference: newId() }, { as })
  } else if (step.kind === 'fte')
    await roles.given(EmploymentChanged, {
      employmentId,
      personId,
      firstDay: step.day,
      employer: { kind: 'governing-body', reference: scene.urn },
      urns: [scene.urn],
      workingDays: ['monday'],
      fte: step.fte,
      staffCategory: 'teacher',
    })
  else {
    const change = { appointmentId, firstDay: step.day, minutesPerWeek: step.minutesPerWeek, explanation: 'So agreed.' }
    await roles.ask(ChangeAppointment, change, { as })
  }
}

interface PostingRow {
  id: string
  kind: 'spend' | 'refund'
  day: string
  minutes: number
  source: string
  overdrawn: number
}
const postings = async (appointmentId: string): Promise<PostingRow[]> =>
  (
    await sql<PostingRow>`
      select p.id, p.kind, p.day, p.minutes, p.source,
        coalesce((select o.minutes from overdraft o where o.posting_id = p.id and o.state in ('open', 'unresolved')), 0) as overdrawn
      from time_account t join time_posting p on p.account_id = t.id where t.appointment_id = ${appointmentId} order by p.seq`.execute(
      roles.sql,
    )
  ).rows

/** Each day of the year: what has accrued by the rule, from what is known of the appointment and the employment. In exact parts of a minute. */
async function accruedByDay({ appointmentId, employmentId }: Known): Promise<number[]> {
  const { rows } = await sql<{ terms: Required<TermDates>[] }>`select terms from known_terms where id = 'national/england/2026-27'`.execute(
    roles.sql,
  )
  const { terms } = rows[0]!
  const held = await sql<{ day: string; minutes: number; fte: number }>`
    select d::date as day, p.minutes_per_week as minutes, e.fte from generate_series('2026-09-01'::date, '2027-08-31', '1 day') d
    join appointment_period p on p.appointment_id = ${appointmentId} and p.days @> d::date and not p.paused
    join known_employment_period e on e.employment_id = ${employmentId} and d::date between e.first_day and coalesce(e.last_day, 'infinity')`.execute(
    roles.sql,
  )
  const on = new Map(held.rows.map((row) => [row.day, row]))
  const isSchoolDay = (day: string) =>
    weekday(day) <= 5 &&
    terms.some((term) => day >= term.firstDay && day <= term.lastDay && !(day >= term.halfTermFirstDay && day <= term.halfTermLastDay))
  const days = Array.from({ length: 365 }, (_, n) => plusDays('2026-09-01', n))
  const parts = new Map<string, number>()
  for (const day of days.filter(isSchoolDay)) {
    const monday = plusDays(day, 1 - weekday(day))
    const begins = days.find((other) => other >= monday && isSchoolDay(other))!
    const then = on.get(day)
    parts.set(begins, (parts.get(begins) ?? 0) + (then ? then.minutes * Math.round(then.fte * 10) : 0))
  }
  let sum = 0
  return days.map((day) => {
    sum += parts.get(day) ?? 0
    return Math.floor(sum / 50)
  })
}

test('the ledger agrees with the rule after every step, and what is overdrawn explains each day below nothing', async () => {
  const as = await theNationalBody()
  await fc.assert(
    fc.asyncProperty(sequence, async (steps) => {
      const teacher = await givenTeacher(roles, scene.urn)
      const offer = { minutesPerWeek: 180, explanation: 'Agreed last term.' }
      const { id: appointmentId } = await confirmed(roles, { ...scene, ...teacher }, offer)
      const known = { ...teacher, appointmentId }
      let lessAccrued = false
      for (const step of steps) {
        const before = await postings(appointmentId)
        const outcomes = await Promise.allSettled(step.map((one) => carryOut(known, one)))
        // Refused by the contract, if at all: never anything else.
        for (const outcome of outcomes)
          if (outcome.status === 'rejected') expect(String(outcome.reason)).toMatch(/was refused: .*"status":4\d\d/)
        await roles.idle()
        lessAccrued ||= step.some(({ kind }) => kind === 'fte' || kind === 'minutes')

        const accrued = await accruedByDay(known)
        const all = await postings(appointmentId)
        const balances = accrued.map((minutes, n) => {
          const asAt = plusDays('2026-09-01', n)
          const spent = all
            .filter((one) => one.day <= asAt)
            .reduce((sum, one) => sum + (one.kind === 'spend' ? one.minutes : -one.minutes), 0)
          return minutes - spent
        })
        for (const n of [0, 104, 200, 364]) {
          const asAt = plusDays('2026-09-01', n)
          expect(await roles.ask(GetTimeBalance, { appointmentId, asAt }, { as })).toMatchObject({
            accrued: accrued[n],
            balance: balances[n],
            available: Math.max(0, Math.min(...balances.slice(n))),
          })
        }
        const explained = balances.map((_, n) => {
          const asAt = plusDays('2026-09-01', n)
          return all.filter((one) => one.day <= asAt).reduce((sum, { overdrawn }) => sum + overdrawn, 0)
        })
        expect(balances.every((balance, n) => explained[n]! >= Math.max(0, -balance))).toBe(true)
        // Until what accrues was changed, a command overdraws nothing: only bookings are overdrawn.
        if (!lessAccrued) for (const { source, overdrawn } of all) if (overdrawn > 0) expect(source).toBe('scheduling')
        expect(all.length).toBeGreaterThanOrEqual(before.length)
        // One step alone is decided exactly as the rule has it.
        const [only, ...more] = step
        if (only!.kind === 'spend' && more.length === 0) {
          const fits = outcomes[0]!.status === 'fulfilled'
          const least = Math.min(...balances.slice(daysUntil(only!.day))) + (fits ? only!.minutes : 0)
          expect(fits).toBe(least >= only!.minutes)
        }
      }
    }),
    { numRuns: 10, endOnFailure: true },
  )
}, 240_000)

const daysUntil = (day: string): number => Math.round((Date.parse(day) - Date.parse('2026-09-01')) / 86_400_000)

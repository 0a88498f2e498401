import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  always,
  byDay,
  type Deed,
  dayOf,
  days,
  done,
  type Facts,
  type Flags,
  type Held,
  heldOf,
  type Model,
  stateOf,
} from '../../test/appointment-model.ts'
import {
  type Appointment,
  accepted,
  changed,
  corrected,
  declined,
  ended,
  endReasonOf,
  heldPeriods,
  offered,
  pausedOrResumed,
  released,
  stateOn,
  voided,
  withdrawn,
} from './appointment.ts'
import { backdated, earliestDay } from './backdating.ts'
import { limitOf, type Span, type Standing, settled } from './limit.ts'
import { areJoined, type Period } from './period.ts'
import { isRefused } from './refused.ts'
import { uniteAppointments } from './unite-appointments.ts'

const schools = ['900001', '900002'] as const
const someDays = Array.from({ length: days / 8 }, (_, n) => n * 8 + n)
const day = fc.integer({ min: 0, max: days - 1 })
const urn = fc.constantFrom(...schools)
const minutes = fc.constantFrom(0, 60, 90, 120, 180)
const share = fc.constantFrom(0.25, 0.5, 1)
const held = fc.record({ urn, minutesPerWeek: minutes, share, paused: fc.boolean() })

type Step =
  | Deed
  | { do: 'facts'; of: 'works' | 'belongs'; urn: string; from: number; length: number; so: boolean }
  | { do: 'dissolve'; on: number | null }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('release' as const), urn, minutes: fc.constantFrom(60, 120, 180) }) },
  { weight: 2, arbitrary: fc.constant({ do: 'accept' as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('decline' as const, 'withdraw' as const, 'void' as const) }) },
  {
    weight: 6,
    arbitrary: fc.record(
      { do: fc.constant('change' as const), from: day, minutes, share, urn, last: fc.option(day) },
      { requiredKeys: ['do', 'from'] },
    ),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('pause' as const, 'resume' as const), from: day }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('end' as const), last: day }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('correct' as const),
      from: fc.integer({ min: 0, max: 10 }),
      pieces: fc.array(fc.record({ length: fc.integer({ min: 1, max: 9 }), held }), { minLength: 1, maxLength: 4 }),
      open: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('facts' as const),
      of: fc.constantFrom('works' as const, 'belongs' as const),
      urn,
      from: day,
      length: fc.integer({ min: 1, max: days }),
      so: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('dissolve' as const), on: fc.option(day) }) },
)

/** The flags as spans; what is so on the last of the days goes on. */
function spansOf(flags: Flags): Span[] {
  const spans: Span[] = []
  for (let from = flags.indexOf(true); from !== -1; ) {
    const after = flags.indexOf(false, from)
    spans.push({ firstDay: dayOf(from), lastDay: after === -1 ? null : dayOf(after - 1) })
    from = after === -1 ? -1 : flags.indexOf(true, after)
  }
  return spans
}

const standingOf = ({ works, belongs, dissolvedOn }: Facts): Standing => ({
  networkKind: 'school-network',
  dissolvedOn: dissolvedOn === null ? null : dayOf(dissolvedOn),
  affiliations: [...works].flatMap(([place, flags]) =>
    spansOf(flags).map((span) => ({ ...span, affiliation: 'employment' as const, place })),
  ),
  schools: [...belongs].flatMap(([urn, flags]) => spansOf(flags).map((span) => ({ ...span, urn }))),
  memberships: [],
  successions: [],
  coLeadership: null,
})

const periodOf = ({ urn, minutesPerWeek, share, paused }: Held, firstDay: string, lastDay: string | null): Period => ({
  ...{ firstDay, lastDay, affiliation: 'employment', urn, groupId: null, organisationId: null, minutesPerWeek, share, paused },
})

/** What is asked of the rules for a step; undefined where they refuse it. */
function decide(appointment: Appointment, step: Deed, today: string): Appointment | undefined {
  const decision = (() => {
    switch (step.do) {
      case 'release':
        return released(appointment, { place: step.urn, minutesPerWeek: step.minutes, releasedBy: 'somebody' }, today)
      case 'accept':
        return accepted(appointment, today)
      case 'decline':
        return declined(appointment, today)
      case 'withdraw':
        return withdrawn(appointment, today)
      case 'void':
        return voided(appointment, today)
      case 'end':
        return ended(appointment, dayOf(step.last), 'completed', today)
      case 'pause':
      case 'resume':
        return pausedOrResumed(appointment, dayOf(step.from), step.do === 'pause', today)
      case 'change': {
        const lastDay = step.last === undefined ? undefined : step.last === null ? null : dayOf(step.last)
        const change = {
          ...(step.minutes !== undefined && { minutesPerWeek: step.minutes }),
          ...(step.share !== undefined && { share: step.share }),
          ...(step.urn !== undefined && { urn: step.urn }),
        }
        return changed(appointment, { firstDay: dayOf(step.from), lastDay, change }, today)
      }
      case 'correct': {
        let from = step.from
        const periods = step.pieces.map(({ length, held }, index) => {
          const isLast = index === step.pieces.length - 1
          const period = periodOf(held, dayOf(from), isLast && step.open ? null : dayOf(from + length - 1))
          from += length
          return period
        })
        return corrected(appointment, periods, null, today)
      }
    }
  })()
  return isRefused<Appointment, Extract<typeof decision, { refused: string }>>(decision) ? undefined : decision
}

test('thousands of random sequences: what is held, why it ends and in which state it is are day by day as the model has them', {
  timeout: 120_000,
}, () => {
  fc.assert(
    fc.property(
      fc.record({ held, from: fc.integer({ min: 0, max: 20 }), length: fc.option(fc.integer({ min: 1, max: 25 })) }),
      fc.array(step, { minLength: 3, maxLength: 25 }),
      day,
      fc.integer({ min: 0, max: 3 }),
      ({ held: first, from, length }, steps, today, begun) => {
        const offer = { ...first, paused: false }
        const facts: Facts = {
          works: new Map(schools.map((one) => [one, always()])),
          belongs: new Map(schools.map((one) => [one, always()])),
          dissolvedOn: null,
        }
        const last = length === null ? null : from + length - 1
        let model: Model = {
          stage: 'offered',
          intended: Array.from({ length: days }, (_, n) => (n >= from && (last === null || n <= last) ? offer : null)),
          ...{ begins: new Set([from]), open: last === null, ended: null, released: new Map() },
        }
        let appointment = offered({
          ...{ id: 'a', personId: 'p', networkId: 'n', roleCode: 'r', subject: null, covers: null, coLeaderId: null, releases: [] },
          intended: [periodOf(offer, dayOf(from), last === null ? null : dayOf(last))],
        })
        // Most begin as what is held: there is more to do with it.
        const accepting: Step[] = [{ do: 'release', urn: first.urn, minutes: 180 }, { do: 'accept' }]
        for (const step of begun > 0 ? [...accepting, ...steps] : steps) {
          if (step.do === 'facts') {
            const flags = facts[step.of].get(step.urn)!
            facts[step.of].set(
              step.urn,
              flags.map((was, n) => (n >= step.from && n < step.from + step.length ? step.so : was)),
            )
          } else if (step.do === 'dissolve') facts.dissolvedOn = step.on
          else {
            const expected = done(model, facts, step)
            const decision = decide(appointment, step, dayOf(today))
            expect(decision !== undefined, JSON.stringify(step)).toBe(expected !== undefined)
            if (decision === undefined || expected === undefined) continue
            model = expected
            appointment = decision === appointment ? decision : { ...decision, limit: limitOf(decision, standingOf(facts)) }
          }
          const isLiving = ['offered', 'school-agreed', 'confirmed'].includes(appointment.stage)
          if (isLiving)
            appointment = settled(appointment, standingOf(facts))?.now ?? { ...appointment, limit: limitOf(appointment, standingOf(facts)) }
          const { held, open, reason } = heldOf(model, facts)
          if (model.stage.startsWith('offered') || model.stage === 'school-agreed')
            if (held.every((one) => one === null)) model = { ...model, stage: 'withdrawn' }
          expect(appointment.stage).toBe(model.stage)
          if (!isLiving) break
          const periods = heldPeriods(appointment)
          if (periods.length > 0) expect(areJoined(periods)).toBe(true)
          expect(byDay(periods)).toEqual({ held, open: open && periods.length > 0 })
          expect(endReasonOf(appointment)).toBe(reason)
          expect(someDays.map((n) => stateOn(appointment, dayOf(n)))).toEqual(someDays.map((n) => stateOf(model, facts, n)))
        }
      },
    ),
    { numRuns: 2500 },
  )
})

const confirmedOf = (id: string, personId: string, periods: readonly Period[]): Appointment => ({
  ...{ id, version: 1, personId, networkId: 'n', roleCode: 'r', subject: null, covers: null, coLeaderId: null },
  ...{ stage: 'confirmed', intended: periods, endedAs: null, limit: null, releases: [] },
})
const spell = fc
  .record({ held, from: fc.integer({ min: 0, max: 30 }), length: fc.option(fc.integer({ min: 1, max: 17 })) })
  .map(({ held, from, length }) => periodOf(held, dayOf(from), length === null ? null : dayOf(from + length - 1)))

test('what two records of one person held is held once: no two overlap in one place, and no day is lost', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('merged', 'kept'), spell), { maxLength: 6 }), (spells) => {
      const all = spells.map(([personId, period], index) => confirmedOf(`a${index}`, personId, [period]))
      const { standing, duplicates } = uniteAppointments(all, 'kept')
      expect([...standing, ...duplicates].map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id))
      for (const one of standing) {
        expect(one.personId).toBe('kept')
        expect(areJoined(one.intended)).toBe(true)
      }
      const places = (appointments: readonly Appointment[]) => {
        const each = appointments.map(({ intended }) => byDay(intended).held)
        return (n: number) => each.flatMap((held) => held[n]?.urn ?? [])
      }
      const [were, are] = [places(all), places(standing)]
      for (let n = 0; n < days; n++) {
        const now = are(n)
        // Days on which two were held in two places can become one place's, where the two are one otherwise.
        if (new Set(now).size !== now.length || now.length > 0 !== were(n).length > 0) expect.fail(`day ${n}: ${were(n)} became ${now}`)
      }
    }),
    { numRuns: 1500 },
  )
})

test('the earliest day is 1 September of the last academic year, and a day that has passed needs an explanation', () => {
  expect(earliestDay('2026-08-31')).toBe('2024-09-01')
  expect(earliestDay('2026-09-01')).toBe('2025-09-01')
  expect(backdated('2026-09-10', '2026-09-10', undefined)).toBeUndefined()
  expect(backdated('2026-09-09', '2026-09-10', undefined)).toMatchObject({ refused: 'explanation-needed' })
  expect(backdated('2025-09-01', '2026-09-10', 'why')).toBeUndefined()
  expect(backdated('2025-08-31', '2026-09-10', 'why')).toMatchObject({ refused: 'too-far-back', details: { earliest: '2025-09-01' } })
})

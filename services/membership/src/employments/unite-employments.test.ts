import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plusDays } from './day.ts'
import type { EmploymentRecord } from './employment-record.ts'
import { areJoined, collide, isOn, recordedTwice } from './period.ts'
import { uniteEmployments } from './unite-employments.ts'

const records = fc
  .array(
    fc.record({
      own: fc.boolean(),
      start: fc.integer({ min: 0, max: 60 }),
      length: fc.integer({ min: 1, max: 20 }),
      open: fc.boolean(),
      urns: fc.subarray(['900001', '900002'], { minLength: 1 }),
      staffCategory: fc.constantFrom('teacher' as const, 'middle-leader' as const),
      fte: fc.constantFrom(0.2, 0.6, 1),
    }),
    { minLength: 1, maxLength: 7 },
  )
  .map((list) =>
    list.map(
      ({ own, start, length, open, ...said }, index): EmploymentRecord => ({
        id: `e${index}`,
        personId: own ? 'kept' : 'merged',
        endReason: null,
        voided: false,
        unitedInto: null,
        periods: [
          {
            ...said,
            employer: { kind: 'local-authority', reference: '909' },
            workingDays: ['monday'],
            payrollNumber: null,
            firstDay: plusDays('2026-01-01', start),
            lastDay: open ? null : plusDays('2026-01-01', start + length),
          },
        ],
      }),
    ),
  )

test('after uniting, the database would accept them all, and each day, school and record is still accounted for', () => {
  fc.assert(
    fc.property(records, (employments) => {
      const { employments: after, takenIn } = uniteEmployments(employments, 'kept', recordedTwice)
      const standing = after.filter(({ voided }) => !voided)
      expect(after.map(({ id }) => id).sort()).toEqual(employments.map(({ id }) => id).sort())
      expect(after.every(({ personId }) => personId === 'kept')).toBe(true)
      for (const one of standing) {
        expect(areJoined(one.periods)).toBe(true)
        for (const other of standing)
          if (one !== other) expect(one.periods.some((a) => other.periods.some((b) => collide(a, b)))).toBe(false)
      }
      for (const {
        id,
        periods: [was],
      } of employments) {
        const into = takenIn.find(({ employmentId }) => employmentId === id)?.into ?? after.find((one) => one.id === id)!
        for (const day of [was!.firstDay, was!.lastDay ?? plusDays(was!.firstDay, 400)]) {
          expect(into.periods.find((period) => isOn(period, day))?.urns).toEqual(expect.arrayContaining([...was!.urns]))
        }
      }
      for (const { employmentId, into } of takenIn) {
        expect(after.find(({ id }) => id === employmentId)).toMatchObject({ voided: true, unitedInto: into.id })
        expect(into.voided).toBe(false)
      }
    }),
    { numRuns: 400 },
  )
})

test('the person’s own words win over the duplicate’s on every day on which they say something', () => {
  fc.assert(
    fc.property(records, (employments) => {
      const { employments: after } = uniteEmployments(employments, 'kept', recordedTwice)
      for (const {
        personId,
        periods: [own],
      } of employments) {
        if (personId !== 'kept') continue
        const rivals = employments.filter(
          (other) => other.personId === 'kept' && other.periods.some((period) => isOn(period, own!.firstDay)),
        )
        if (rivals.length > 1) continue
        const now = after
          .filter(({ voided }) => !voided)
          .flatMap(({ periods }) => periods)
          .filter((period) => isOn(period, own!.firstDay))
        expect(now.some((period) => period.fte === own!.fte && period.staffCategory === own!.staffCategory)).toBe(true)
      }
    }),
  )
})

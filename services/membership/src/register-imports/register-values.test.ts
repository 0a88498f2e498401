import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayOf, Wrong } from './register-values.ts'

const written = (day: Date, sign: string) => day.toISOString().slice(0, 10).split('-').reverse().join(sign)

test('every day of the calendar is read, with hyphens or slashes', () => {
  const days = fc.date({ min: new Date('0100-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(
      days,
      fc.constantFrom('-', '/'),
      (day, sign) => void expect(dayOf(written(day, sign))).toBe(day.toISOString().slice(0, 10)),
    ),
  )
})

test.for(['31-02-2011', '29-02-1900', '00-01-2000', '01-13-2000', '1-1-2000', '2000-01-01', '01-01-00', '01-01-0000', ''])(
  '%s is no day',
  (text) => {
    expect(dayOf(text)).toBeInstanceOf(Wrong)
  },
)

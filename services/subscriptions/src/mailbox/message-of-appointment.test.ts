import { describe, expect, test } from 'vitest'
import { appointment, period } from '../../test/vendors-under-test.ts'
import { type Happened, messageOfAppointment } from './message-of-appointment.ts'
import { type Appointment, visibleAppointment } from './visible-appointment.ts'

const today = '2026-10-01'
const through = (record: Appointment | undefined, ...shown: string[]) =>
  record &&
  visibleAppointment(
    record,
    ({ urn }) => urn,
    (_, place) => shown.includes(place),
    today,
  )
const telling = (before: Appointment | undefined, after: Appointment | undefined, happened: Happened, ...shown: string[]) =>
  messageOfAppointment(through(before, ...shown)?.data, through(after, ...shown), happened)

const atA = appointment([period('100001')])
const fromAToB = {
  ...atA,
  version: 2,
  periods: [period('100001', { lastDay: '2026-12-31' }), period('100002', { firstDay: '2027-01-01' })],
}
const ended = { ...atA, version: 2, periods: [period('100001', { lastDay: '2026-09-20' })], endReason: 'completed' as const }

describe('a change of school', () => {
  test('is an end to whom only the old one shares with', () => {
    expect(telling(atA, fromAToB, 'changed', '100001')).toBe('appointment.ended')
  })
  test('is confirmed to whom only the new one shares with', () => {
    expect(telling(atA, fromAToB, 'changed', '100002')).toBe('appointment.confirmed')
  })
  test('is a change to whom both share with', () => {
    expect(telling(atA, fromAToB, 'changed', '100001', '100002')).toBe('appointment.changed')
  })
  test('what follows at the new one is none of the old one’s', () => {
    const later = {
      ...fromAToB,
      version: 3,
      periods: [fromAToB.periods[0]!, period('100002', { firstDay: '2027-01-01', minutesPerWeek: 60 })],
    }
    expect(telling(fromAToB, later, 'changed', '100001')).toBeUndefined()
    expect(telling(fromAToB, later, 'changed', '100002')).toBe('appointment.changed')
  })
  test('that is taken back is a change again', () => {
    expect(telling(fromAToB, { ...atA, version: 3 }, 'corrected', '100001')).toBe('appointment.corrected')
    expect(telling(fromAToB, { ...atA, version: 3 }, 'corrected', '100002')).toBe('appointment.voided')
  })
})

test('an end before the time is an end, whoever shares', () => {
  expect(telling(atA, ended, 'ended', '100001')).toBe('appointment.ended')
})

test('what was never told is not ended, corrected or voided', () => {
  expect(telling(undefined, ended, 'ended', '100001')).toBeUndefined()
  expect(telling(undefined, ended, 'corrected', '100001')).toBeUndefined()
  expect(telling(undefined, { ...atA, state: 'voided' }, 'voided', '100001')).toBeUndefined()
})

test('one that was over when it was entered is confirmed all the same', () => {
  expect(telling(undefined, ended, 'confirmed', '100001')).toBe('appointment.confirmed')
})

test('what exists when sharing starts is reported, once; what has ended is not', () => {
  expect(telling(undefined, atA, 'reported', '100001')).toBe('appointment.reported')
  expect(telling(atA, atA, 'reported', '100001')).toBeUndefined()
  expect(telling(undefined, ended, 'reported', '100001')).toBeUndefined()
})

test('a version that changes nothing which is shown is no news, nor is a day that passes', () => {
  expect(telling(atA, { ...atA, version: 9, recordedAt: '2026-11-01T00:00:00Z', state: 'paused' }, 'changed', '100001')).toBeUndefined()
})

test('a succession and a merge are told as such, not of each appointment', () => {
  expect(telling(atA, fromAToB, 'carried-over', '100001', '100002')).toBe('quiet')
  expect(telling(atA, { ...atA, personId: fromAToB.id }, 'moved-to-person', '100001')).toBe('quiet')
})

test('what happened is what it is called', () => {
  const shorter = { ...atA, version: 2, periods: [period('100001', { minutesPerWeek: 60 })] }
  for (const happened of ['changed', 'paused', 'resumed', 'corrected'] as const)
    expect(telling(atA, shorter, happened, '100001')).toBe(`appointment.${happened}`)
  expect(telling(atA, { ...atA, state: 'voided' }, 'voided', '100001')).toBe('appointment.voided')
})

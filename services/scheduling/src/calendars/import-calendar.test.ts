/** A school's own iCalendar file: what becomes of each event, and that no file does harm. */
import { AddCalendarEntry, CalendarEntryAdded, GetSchoolCalendar, ImportCalendar, TermsSet } from '@nlc/contracts/scheduling'
import { testService } from '@nlc/testing'
import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { acting, givenPerson, givenSchools } from '../../test/known-under-test.ts'
import { readCalendarFile } from '../icalendar/read-calendar.ts'
import { scheduling as service } from '../service.ts'

const scheduling = testService(service)
let urn: string
let head: string
beforeEach(async () => {
  await scheduling.clock.set('2026-08-03T12:00:00Z')
  ;[urn] = (await givenSchools(scheduling, 1)) as [string]
  head = await acting(await givenPerson(scheduling, { urns: [urn], category: 'head-teacher' }))
})

const file = (...events: string[][]) =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//A school//EN',
    ...events.flatMap((lines, n) => ['BEGIN:VEVENT', `UID:event-${n}`, ...lines, 'END:VEVENT']),
    'END:VCALENDAR',
    '',
  ].join('\r\n')
const days = (first: string, after: string) => [`DTSTART;VALUE=DATE:${first}`, `DTEND;VALUE=DATE:${after}`]
const bring = async (calendar: string, more: object = {}) => scheduling.ask(ImportCalendar, { urn, calendar, ...more }, { as: head })
const refused = async (calendar: string) => scheduling.refusal(ImportCalendar, { urn, calendar }, { as: head })

const terms = [
  ['SUMMARY:Autumn term', ...days('20260902', '20261219')],
  ['SUMMARY:Autumn half term', ...days('20261026', '20261031')],
  ['SUMMARY:Spring term', ...days('20270105', '20270326')],
  ['SUMMARY:Summer Term', ...days('20270412', '20270722')],
]

test('events become entries by what they are called, terms are set where all three are there; the same file again changes nothing', async () => {
  const calendar = file(
    ['SUMMARY:INSET day', ...days('20260901', '20260902')],
    ['SUMMARY:Year 11 GCSE exams', ...days('20270510', '20270529')],
    ['SUMMARY:Christmas fair', 'DTSTART;TZID=Europe/London:20261205T100000', 'DTEND;TZID=Europe/London:20261205T120000'],
    ['SUMMARY:Parents’ evening', 'CATEGORIES:Half day', ...days('20261112', '20261113')],
    ['SUMMARY:School closed', 'STATUS:CANCELLED', ...days('20261210', '20261211')],
    ...terms,
  )
  const imported = await bring(calendar)
  expect(imported.added.map(({ kind, firstDay, lastDay }) => [kind, firstDay, lastDay])).toEqual([
    ['inset', '2026-09-01', '2026-09-01'],
    ['exam-week', '2027-05-10', '2027-05-28'],
    ['half-day', '2026-11-12', '2026-11-12'],
  ])
  expect(imported.termsSet).toEqual(['2026-27'])
  expect(imported.skipped).toEqual([
    { uid: 'event-4', reason: 'cancelled' },
    { uid: 'event-2', reason: 'no-kind' },
  ])
  const { owner, terms: held } = await scheduling.ask(GetSchoolCalendar, { urn, academicYear: '2026-27' }, { as: head })
  expect([owner.kind, held[0]]).toEqual([
    'school',
    { term: 'autumn', firstDay: '2026-09-02', lastDay: '2026-12-18', halfTermFirstDay: '2026-10-26', halfTermLastDay: '2026-10-30' },
  ])
  const again = await bring(calendar)
  expect([again.added, again.termsSet]).toEqual([[], []])
  expect(again.skipped.filter(({ reason }) => reason === 'there-already')).toHaveLength(3)
  expect((await scheduling.emitted(CalendarEntryAdded)).filter(({ data }) => data.urn === urn)).toHaveLength(3)
  expect((await scheduling.emitted(TermsSet)).filter(({ data }) => data.owner.reference === urn)).toHaveLength(1)
})

test('what a school calls otherwise is said beside it; two of three terms set none', async () => {
  const calendar = file(['SUMMARY:Pupil-free day', ...days('20270104', '20270105')], ...terms.slice(0, 3))
  const { added, termsSet, skipped } = await bring(calendar, { kinds: [{ contains: 'pupil-free', kind: 'inset' }] })
  expect([added.map(({ kind }) => kind), termsSet]).toEqual([['inset'], []])
  expect(skipped).toEqual(['event-1', 'event-3'].map((uid) => ({ uid, reason: 'terms-incomplete' })))
})

test('days are London’s: in UTC late on a summer evening it is the next day there; midnight does not count any more', async () => {
  const calendar = file(
    ['SUMMARY:Closed', 'DTSTART:20270614T233000Z', 'DTEND:20270615T103000Z'],
    ['SUMMARY:Closed', 'DTSTART:20270617T000000', 'DTEND:20270619T000000'],
    ['SUMMARY:Closed', 'DTSTART:20270621T090000', 'DURATION:PT2H'],
    ['SUMMARY:Closed', 'DTSTART;VALUE=DATE:20270623'],
  )
  expect((await bring(calendar)).added.map(({ firstDay, lastDay }) => [firstDay, lastDay])).toEqual([
    ['2027-06-15', '2027-06-15'],
    ['2027-06-17', '2027-06-18'],
    ['2027-06-21', '2027-06-21'],
    ['2027-06-23', '2027-06-23'],
  ])
})

test('a recurrence with an end is each of its days; one without, or of too many, is refused with its UID', async () => {
  const weekly = ['SUMMARY:Twilight', ...days('20260907', '20260908'), 'RRULE:FREQ=WEEKLY;COUNT=3', 'EXDATE;VALUE=DATE:20260914']
  expect((await bring(file(weekly))).added.map(({ firstDay }) => firstDay)).toEqual(['2026-09-07', '2026-09-21'])
  for (const rule of ['FREQ=DAILY', 'FREQ=DAILY;COUNT=401', 'FREQ=SECONDLY;UNTIL=20990101T000000Z'])
    expect(await refused(file(['SUMMARY:Closed', 'DTSTART:20260907T090000', `RRULE:${rule}`]))).toMatchObject({
      ...{ type: '/problems/recurrence-unbounded', uid: 'event-0' },
    })
})

test('too many events are counted, not read; what is no calendar says so; nothing of a refused file stays', async () => {
  const many = file(...Array.from({ length: 2_001 }, () => ['SUMMARY:INSET', ...days('20260901', '20260902')]))
  expect(await refused(many)).toMatchObject({ type: '/problems/calendar-too-large', events: 2_001, most: 2_000 })
  for (const text of ['hello', 'BEGIN:VCARD\r\nEND:VCARD\r\n', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n', file(['SUMMARY:INSET'])])
    expect((await refused(text)).type).toBe('/problems/calendar-unreadable')
  await refused(
    file(['SUMMARY:INSET', ...days('20260901', '20260902')], ['SUMMARY:Closed', ...days('20260907', '20260908'), 'RRULE:FREQ=DAILY']),
  )
  expect((await scheduling.ask(GetSchoolCalendar, { urn, academicYear: '2026-27' }, { as: head })).entries).toEqual([])
  const million = 'x'.repeat(900_001)
  expect((await refused(million)).status).toBe(400)
})

test('only who signs for the school imports its calendar; what is there already stays', async () => {
  const teacher = await acting(await givenPerson(scheduling, { urns: [urn] }))
  const calendar = file(['SUMMARY:INSET', ...days('20260901', '20260903')])
  expect((await scheduling.refusal(ImportCalendar, { urn, calendar }, { as: teacher })).type).toBe('/problems/no-such-school')
  await scheduling.ask(AddCalendarEntry, { urn, kind: 'inset', firstDay: '2026-09-02' }, { as: head })
  expect((await bring(calendar)).skipped).toEqual([{ uid: 'event-0', reason: 'there-already' }])
})

test('whatever the text, it is read or refused, and never throws', () => {
  const piece = fc.constantFrom(
    'BEGIN:VCALENDAR\r\n',
    'END:VCALENDAR\r\n',
    'BEGIN:VEVENT\r\n',
    'END:VEVENT\r\n',
    'DTSTART:20260907T090000\r\n',
    'DTSTART;TZID=Nowhere/Land:20260907T090000\r\n',
    'DTEND:20260906\r\n',
    'RRULE:FREQ=WEEKLY;COUNT=2\r\n',
    'RRULE:FREQ=NEVER\r\n',
    'SUMMARY:a\r\n b\r\n',
    'DTSTART:garbage\r\n',
    ':\r\n',
    ';;;\r\n',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 20 }), (pieces) => {
      const read = readCalendarFile(pieces.join(''))
      expect('events' in read || 'fault' in read).toBe(true)
    }),
    { numRuns: 500 },
  )
})

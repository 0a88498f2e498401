/** Whose terms hold at a school, who sets them, and what is entered besides. */
import { SchoolChanged } from '@nlc/contracts/membership'
import {
  AddCalendarEntry,
  CalendarEntryAdded,
  CalendarEntryRemoved,
  ClearTerms,
  GetSchoolCalendar,
  ListSchoolDays,
  RemoveCalendarEntry,
  SetTerms,
  TermsCleared,
  TermsSet,
} from '@nlc/contracts/scheduling'
import { newId } from '@nlc/runtime'
import { testService, token } from '@nlc/testing'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import {
  acting,
  givenGroup,
  givenPerson,
  givenSchools,
  givenSharing,
  schoolSucceeded,
  theClient,
  theNationalBody,
  through,
} from '../../test/known-under-test.ts'
import { scheduling as service } from '../service.ts'

const scheduling = testService(service)
beforeAll(() => scheduling.clock.set('2026-11-02T12:00:00Z'))

const year = '2026-27'
const autumn = { term: 'autumn' as const, firstDay: '2026-09-03', lastDay: '2026-12-18' }
let urn: string
let head: string
beforeEach(async () => {
  ;[urn] = (await givenSchools(scheduling, 1)) as [string]
  head = await givenPerson(scheduling, { urns: [urn], category: 'head-teacher' })
})

const set = async (kind: 'national' | 'local-authority' | 'trust' | 'school', reference: string, as: Promise<string>, terms = [autumn]) =>
  scheduling.ask(SetTerms, { ownerKind: kind, ownerReference: reference, academicYear: year, terms }, { as: await as })
const refused = async (
  kind: 'national' | 'local-authority' | 'trust' | 'school',
  reference: string,
  as: Promise<string>,
  terms = [autumn],
) => (await scheduling.refusal(SetTerms, { ownerKind: kind, ownerReference: reference, academicYear: year, terms }, { as: await as })).type
const calendar = async (of = urn) => scheduling.ask(GetSchoolCalendar, { urn: of, academicYear: year }, { as: await theClient('portal') })
const daysOf = async (firstDay: string, lastDay: string) =>
  (await scheduling.ask(ListSchoolDays, { urn, firstDay, lastDay }, { as: await theClient('portal') })).items

test('until anybody sets terms, those of the national default hold; whoever may read reads them', async () => {
  const { owner, terms, pupilDays } = await calendar()
  expect(owner).toEqual({ kind: 'national', reference: 'england' })
  expect(terms.map(({ term, firstDay, lastDay, halfTermFirstDay }) => [term, firstDay, lastDay, halfTermFirstDay])).toEqual([
    ['autumn', '2026-09-01', '2026-12-18', '2026-10-26'],
    ['spring', '2027-01-04', '2027-03-26', '2027-02-15'],
    ['summer', '2027-04-12', '2027-07-16', '2027-05-31'],
  ])
  expect(pupilDays).toBe(192)
  expect(await scheduling.emitted(TermsSet, `national/england/${year}`)).toHaveLength(1)
})

test('the authority’s come before the default, the trust’s before those, the school’s own before all; cleared, what is above holds again', async () => {
  const laCode = '971'
  const [school] = (await givenSchools(scheduling, 1, { laCode })) as [string]
  const trust = await givenGroup(scheduling, 'multi-academy-trust', [school])
  const own = await givenPerson(scheduling, { urns: [school], category: 'head-teacher' })
  const officer = await givenPerson(scheduling, {
    ...{ urns: [], employer: { kind: 'local-authority', reference: laCode }, category: 'authority-officer' },
  })
  const executive = await givenPerson(scheduling, { urns: [], employer: { kind: 'trust', reference: trust }, category: 'head-teacher' })
  const owner = async () => (await calendar(school)).owner.kind
  expect(await owner()).toBe('national')
  await set('local-authority', laCode, acting(officer))
  expect(await owner()).toBe('local-authority')
  await set('trust', trust, acting(executive))
  expect(await owner()).toBe('trust')
  const { version } = await set('school', school, acting(own))
  expect([await owner(), version]).toEqual(['school', 1])
  const id = `school/${school}/${year}`
  await scheduling.ask(ClearTerms, { ownerKind: 'school', ownerReference: school, academicYear: year }, { as: await acting(own) })
  expect(await owner()).toBe('trust')
  expect(await scheduling.emitted(TermsCleared, id)).toMatchObject([{ version: 2, data: { owner: { kind: 'school', reference: school } } }])
  expect((await set('school', school, acting(own))).version).toBe(3)
})

test('terms follow the dated code: a school that is under another authority on 1 September has that one’s', async () => {
  const [before, after] = ['983', '984'] as const
  const [school] = (await givenSchools(scheduling, 1, { laCode: before })) as [string]
  await set('local-authority', before, theNationalBody())
  await set('local-authority', after, theNationalBody(), [{ ...autumn, firstDay: '2026-09-07' }])
  const said = {
    urn: school,
    name: `School ${urn}`,
    status: '1' as const,
    laCode: after,
    laFirstDay: '2026-04-01',
    changed: ['local-authority' as const],
  }
  await scheduling.given(SchoolChanged, said)
  expect((await calendar(school)).terms[0]!.firstDay).toBe('2026-09-07')
})

test('a school’s terms are set by whoever signs for it alone; others are answered as if there were none', async () => {
  const [other] = (await givenSchools(scheduling, 1)) as [string]
  const teacher = await givenPerson(scheduling, { urns: [urn] })
  const officer = await givenPerson(scheduling, {
    ...{ urns: [], employer: { kind: 'local-authority', reference: '909' }, category: 'authority-officer' },
  })
  const unknown = '/problems/no-such-calendar'
  expect(await refused('school', urn, acting(teacher))).toBe(unknown)
  expect(await refused('school', other, acting(head))).toBe(unknown)
  expect(await refused('school', '899999', acting(head))).toBe(unknown)
  expect(await refused('school', '899999', theNationalBody())).toBe(unknown)
  expect(await refused('local-authority', '910', acting(officer))).toBe(unknown)
  expect(await refused('national', 'england', acting(officer))).toBe(unknown)
  expect(await refused('trust', 'no-uuid', theNationalBody())).toBe(unknown)
  expect(await refused('trust', newId(), theNationalBody())).toBe(unknown)
  expect(await refused('school', urn, theClient('portal'))).toBe(unknown)
  expect(await refused('school', urn, through('portal', head))).toBe(unknown)
  await givenSharing(scheduling, 'portal', { urn }, ['activities'])
  expect((await set('school', urn, through('portal', head))).version).toBe(1)
  const readOnly = await token({ kind: 'national-body', client: 'national-body', scopes: ['scheduling:read'], person: head })
  expect(await refused('school', urn, Promise.resolve(readOnly))).toBe('/problems/missing-scope')
})

test('terms that cannot stand are refused with what is wrong, and leave nothing', async () => {
  const spring = { term: 'spring' as const, firstDay: '2027-01-04', lastDay: '2027-04-09' }
  const wrong = async (...terms: (typeof autumn | typeof spring)[]) => refused('school', urn, acting(head), terms as (typeof autumn)[])
  expect(await wrong({ ...autumn, lastDay: '2026-09-02' })).toBe('/problems/term-backwards')
  expect(await wrong({ ...autumn, firstDay: '2026-08-31' })).toBe('/problems/term-outside-year')
  expect(await wrong(autumn, { ...spring, firstDay: '2026-12-18' })).toBe('/problems/terms-overlap')
  expect((await calendar()).owner.kind).toBe('national')
  expect(await scheduling.emitted(TermsSet, `school/${urn}/${year}`)).toEqual([])
})

test('who sets terms over a version that has gone by is refused', async () => {
  await set('school', urn, acting(head))
  const input = { ownerKind: 'school' as const, ownerReference: urn, academicYear: year, terms: [autumn] }
  const stale = await scheduling.refusal(SetTerms, input, { as: await acting(head), expectedVersion: 7 })
  expect(stale.type).toBe('/problems/stale-version')
})

test('no terms are known for a year that nobody set', async () => {
  const asked = { urn, academicYear: '2070-71' }
  expect(await scheduling.refusal(GetSchoolCalendar, asked, { as: await theClient('portal') })).toMatchObject({
    type: '/problems/no-terms-known',
    academicYear: '2070-71',
  })
  expect((await daysOf('2070-11-03', '2070-11-03')).map(({ kind }) => kind)).toEqual(['holiday'])
})

test('an INSET day is entered, shows, and is removed: each is told', async () => {
  const entered = { urn, kind: 'inset' as const, firstDay: '2026-11-03', label: 'Safeguarding' }
  const entry = await scheduling.ask(AddCalendarEntry, entered, { as: await acting(head) })
  expect(entry).toMatchObject({ ...entered, lastDay: '2026-11-03', version: 1 })
  expect((await daysOf('2026-11-02', '2026-11-04')).map(({ kind }) => kind)).toEqual(['pupils', 'inset', 'pupils'])
  expect((await calendar()).entries).toEqual([entry])
  await scheduling.ask(RemoveCalendarEntry, { entryId: entry.id }, { as: await acting(head) })
  expect((await daysOf('2026-11-03', '2026-11-03')).map(({ kind }) => kind)).toEqual(['pupils'])
  expect(await scheduling.emitted(CalendarEntryAdded, entry.id)).toMatchObject([
    { version: 1, data: { urn, kind: 'inset', label: 'Safeguarding' } },
  ])
  expect(await scheduling.emitted(CalendarEntryRemoved, entry.id)).toMatchObject([{ version: 2 }])
})

test('entries that cannot stand are refused: backwards, too long, twice of one kind; of two that come at once, one is entered', async () => {
  const as = await acting(head)
  const asked = { urn, kind: 'closure' as const, firstDay: '2026-11-03' }
  const wrong = async (more: object) => (await scheduling.refusal(AddCalendarEntry, { ...asked, ...more }, { as })).type
  expect(await wrong({ lastDay: '2026-11-02' })).toBe('/problems/calendar-entry-backwards')
  expect(await wrong({ lastDay: '2027-03-03' })).toBe('/problems/calendar-entry-too-long')
  expect(await wrong({ urn: '899999' })).toBe('/problems/no-such-school')
  const both = await Promise.allSettled([scheduling.ask(AddCalendarEntry, asked, { as }), scheduling.ask(AddCalendarEntry, asked, { as })])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await wrong({ firstDay: '2026-11-01', lastDay: '2026-11-05' })).toBe('/problems/calendar-entry-there')
  expect((await calendar()).entries).toHaveLength(1)
})

test('another school’s entry looks like none at all', async () => {
  const [other] = (await givenSchools(scheduling, 1)) as [string]
  const theirs = await givenPerson(scheduling, { urns: [other], category: 'head-teacher' })
  const entry = await scheduling.ask(AddCalendarEntry, { urn, kind: 'blackout', firstDay: '2026-11-10' }, { as: await acting(head) })
  const answers = await Promise.all(
    [entry.id, newId()].map(async (entryId) => scheduling.refusal(RemoveCalendarEntry, { entryId }, { as: await acting(theirs) })),
  )
  expect(answers.map(({ type, status }) => [type, status])).toEqual([
    ['/problems/no-such-calendar-entry', 404],
    ['/problems/no-such-calendar-entry', 404],
  ])
  expect((await daysOf('2026-11-10', '2026-11-10'))[0]).toMatchObject({ kind: 'pupils', blackout: true })
})

test('days are asked for in bounds', async () => {
  const asked = async (firstDay: string, lastDay: string) =>
    (await scheduling.refusal(ListSchoolDays, { urn, firstDay, lastDay }, { as: await theClient('portal') })).type
  expect(await asked('2026-11-03', '2026-11-02')).toBe('/problems/school-days-out-of-bounds')
  expect(await asked('2026-11-03', '2028-11-02')).toBe('/problems/school-days-out-of-bounds')
  expect(await daysOf('2026-08-31', '2027-10-04')).toHaveLength(400)
  expect(await daysOf('2099-12-01', '2099-12-31')).toHaveLength(31)
  // Reckoning with days would never come to the end of the last year that can be written.
  expect(await asked('9999-12-01', '9999-12-31')).toBe('/problems/invalid-input')
})

test('a school’s calendar goes on at its successor from the day on; what that one has set or entered itself stays', async () => {
  const [academy] = (await givenSchools(scheduling, 1)) as [string]
  const principal = await givenPerson(scheduling, { urns: [academy], category: 'head-teacher' })
  await set('school', urn, acting(head))
  const enter = async (of: string, as: Promise<string>, kind: 'inset' | 'closure' | 'exam-week', firstDay: string, lastDay = firstDay) =>
    scheduling.ask(AddCalendarEntry, { urn: of, kind, firstDay, lastDay }, { as: await as })
  await enter(urn, acting(head), 'inset', '2026-11-05')
  await enter(urn, acting(head), 'closure', '2026-12-10', '2027-01-08')
  await enter(urn, acting(head), 'exam-week', '2027-01-11', '2027-01-15')
  const own = await enter(academy, acting(principal), 'exam-week', '2027-01-13')
  await schoolSucceeded(scheduling, urn, academy, '2027-01-01')

  const { owner, terms, entries } = await calendar(academy)
  expect(owner).toEqual({ kind: 'school', reference: academy })
  expect(terms).toEqual([autumn])
  expect(entries).toMatchObject([{ urn: academy, kind: 'closure', firstDay: '2027-01-01', lastDay: '2027-01-08', version: 1 }, own])
  expect(await scheduling.emitted(TermsSet, `school/${academy}/${year}`)).toHaveLength(1)
  expect(await scheduling.emitted(CalendarEntryAdded, entries[0]!.id)).toHaveLength(1)
  expect((await calendar()).entries).toHaveLength(3)
})

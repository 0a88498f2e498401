import {
  CorrectGovernanceTerm,
  EndGovernanceTerm,
  GetGovernanceTerm,
  GovernanceTermCorrected,
  GovernanceTermEnded,
  GovernanceTermStarted,
  GovernanceTermVoided,
  ListGovernanceTerms,
  StartGovernanceTerm,
  VoidGovernanceTerm,
} from '@nlc/contracts/membership'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { client, nationalBody, peopleUnderTest } from '../../test/people-under-test.ts'
import { daysBetween, plusDays } from '../employments/day.ts'
import { membership as service } from '../service.ts'
import { moveTerms } from './move-terms.ts'
import { faultOfDates } from './term-dates.ts'
import { unitedDates } from './unite-terms.ts'

const membership = testService(service)
const given = peopleUnderTest(membership)
const starting = (personId: string, urn: string, said: object = {}) => ({
  personId,
  board: { kind: 'school', reference: urn },
  category: 'parent',
  firstDay: '2025-09-01',
  lastDay: '2029-08-31',
  ...said,
})

test('a term lasts at most four years, leap day included; no rule but this one bounds it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: -50, max: 1600 }), (start, length) => {
      const firstDay = plusDays('2020-01-01', start)
      const fault = faultOfDates('parent', { firstDay, lastDay: plusDays(firstDay, length - 1) })
      expect(fault?.name).toBe(length < 1 ? 'governance-term-backwards' : length > 1461 ? 'governance-term-too-long' : undefined)
    }),
  )
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 1460 }), fc.integer({ min: 0, max: 1460 }), (apart, a, b) => {
      const dates = (start: number, length: number) => ({
        firstDay: plusDays('2020-01-01', start),
        lastDay: plusDays('2020-01-01', start + length),
      })
      const { firstDay, lastDay } = unitedDates(dates(0, a), dates(apart, b), false)
      expect(daysBetween(firstDay, lastDay!)).toBe(Math.min(1461, Math.max(a, apart + b) + 1))
    }),
  )
})

describe('a term', () => {
  test('starts, is ended before its time, and says so', async () => {
    const urn = await given.school()
    const person = await given.person()
    const term = await given.term(person.id, urn, { office: 'chair' })
    const said = {
      personId: person.id,
      board: { kind: 'school', reference: urn },
      category: 'parent',
      office: 'chair',
      firstDay: '2025-09-01',
      lastDay: '2029-08-31',
    }
    expect(term).toEqual({ id: term.id, version: 1, ...said })
    expect((await membership.emitted(GovernanceTermStarted, term.id)).map(({ data }) => data)).toEqual([{ termId: term.id, ...said }])
    const as = await nationalBody()
    const ended = await membership.ask(
      EndGovernanceTerm,
      { termId: term.id, lastDay: '2026-03-31', reason: 'resigned' },
      { as, expectedVersion: 1 },
    )
    expect(ended).toMatchObject({ version: 2, lastDay: '2026-03-31', endReason: 'resigned' })
    expect((await membership.emitted(GovernanceTermEnded, term.id)).map(({ data }) => data.reason)).toEqual(['resigned'])
    expect(
      await membership.refusal(EndGovernanceTerm, { termId: term.id, lastDay: '2026-01-31', reason: 'resigned' }, { as }),
    ).toMatchObject({ type: '/problems/governance-term-has-ended' })
    const at = async (asAt: string) => (await membership.ask(ListGovernanceTerms, { urn, asAt }, { as })).items.length
    expect([await at('2026-03-31'), await at('2026-04-01')]).toEqual([1, 0])
  })

  test('one person sits on a board once at a time, on several boards at once', async () => {
    const urn = await given.school()
    const person = await given.person()
    await given.term(person.id, urn)
    const as = await nationalBody()
    expect(
      await membership.refusal(StartGovernanceTerm, starting(person.id, urn, { category: 'co-opted', firstDay: '2026-01-01' }), { as }),
    ).toMatchObject({ status: 409, type: '/problems/governance-term-overlaps' })
    await given.term(person.id, urn, { firstDay: '2029-09-01', lastDay: '2033-08-31' })
    await given.term(person.id, await given.school())
    const trust = await given.trust()
    await given.term(person.id, urn, { board: { kind: 'group', reference: trust }, category: 'trustee' })
    expect((await membership.ask(ListGovernanceTerms, { groupId: trust, asAt: '2026-01-01' }, { as })).items).toHaveLength(1)
  })

  test('refused: too long, open, backwards, no such board or person', async () => {
    const urn = await given.school()
    const person = await given.person()
    const as = await nationalBody()
    const refusal = (said: object) => membership.refusal(StartGovernanceTerm, starting(person.id, urn, said), { as })
    expect(await refusal({ lastDay: '2029-09-01' })).toMatchObject({ status: 422, type: '/problems/governance-term-too-long' })
    expect(await refusal({ lastDay: undefined })).toMatchObject({ status: 422, type: '/problems/governance-term-too-long' })
    expect(await refusal({ lastDay: '2025-08-31' })).toMatchObject({ status: 422, type: '/problems/governance-term-backwards' })
    for (const board of [
      { kind: 'school', reference: '000001' },
      { kind: 'group', reference: newId() },
      { kind: 'group', reference: 'nonsense' },
    ]) {
      expect(await refusal({ board })).toMatchObject({ status: 404, type: '/problems/no-such-board' })
    }
    expect(await refusal({ personId: newId() })).toMatchObject({ type: '/problems/no-such-person' })
    expect(
      await membership.ask(StartGovernanceTerm, starting(person.id, urn, { category: 'head-teacher', lastDay: undefined }) as never, {
        as,
      }),
    ).not.toHaveProperty('lastDay')
  })

  test('is corrected, with what was known before, or voided', async () => {
    const urn = await given.school()
    const person = await given.person()
    const term = await given.term(person.id, urn)
    const as = await nationalBody()
    const before = (await sql<{ at: Date }>`select clock_timestamp() as at`.execute(membership.sql)).rows[0]!.at.toISOString()
    const corrected = await membership.ask(
      CorrectGovernanceTerm,
      { termId: term.id, category: 'staff', firstDay: '2025-10-01', lastDay: '2029-09-30' },
      { as },
    )
    expect(corrected).toMatchObject({ category: 'staff', firstDay: '2025-10-01' })
    expect((await membership.emitted(GovernanceTermCorrected, term.id)).map(({ data }) => data.category)).toEqual(['staff'])
    expect(await membership.ask(GetGovernanceTerm, { termId: term.id, asKnownAt: before }, { as })).toMatchObject({ category: 'parent' })
    await membership.ask(VoidGovernanceTerm, { termId: term.id }, { as })
    expect(await membership.emitted(GovernanceTermVoided, term.id)).toHaveLength(1)
    expect(await membership.refusal(GetGovernanceTerm, { termId: term.id }, { as })).toMatchObject({ status: 404 })
    await given.term(person.id, urn)
  })

  test('of a board that the caller does not keep looks like none', async () => {
    const vendor = newId()
    const urn = await given.school({ sharesWith: [vendor] })
    const person = await given.person('Governor', {}, await client(vendor))
    const as = await client(vendor)
    const term = await given.term(person.id, urn, {}, as)
    const stranger = await client(newId())
    expect(await membership.refusal(GetGovernanceTerm, { termId: term.id }, { as: stranger })).toEqual(
      await membership.refusal(GetGovernanceTerm, { termId: newId() }, { as: stranger }),
    )
    expect(await membership.refusal(VoidGovernanceTerm, { termId: term.id }, { as: stranger })).toMatchObject({
      type: '/problems/no-such-governance-term',
    })
    expect((await membership.ask(ListGovernanceTerms, { urn }, { as: stranger })).items).toEqual([])
    expect(await membership.refusal(StartGovernanceTerm, starting(person.id, await given.school()), { as })).toMatchObject({
      type: '/problems/no-such-board',
    })
  })
})

test('a succession carries terms on at the successor’s board; one that the person holds there already stands, the other ends', async () => {
  const [old, successor] = [await given.school(), await given.school()]
  const [person, twice] = [await given.person(), await given.person()]
  const term = await given.term(person.id, old, { office: 'chair' })
  const ends = await given.term(twice.id, old)
  const stays = await given.term(twice.id, successor)
  await moveTerms(membership.sql, { urn: old, successorUrn: successor, firstDay: '2026-09-01' })
  const as = await nationalBody()
  const at = async (urn: string, asAt: string) =>
    (await membership.ask(ListGovernanceTerms, { urn, asAt }, { as })).items.map(({ id }) => id).sort()
  expect(await at(old, '2026-08-31')).toEqual([term.id, ends.id].sort())
  expect(await at(old, '2026-09-01')).toEqual([])
  expect(await at(successor, '2026-08-31')).toEqual([stays.id])
  expect(await at(successor, '2026-09-01')).toEqual([term.id, stays.id].sort())
  const { rows } = await sql`select urn, first_day, last_day from person_place where person_id = ${person.id} order by 2`.execute(
    membership.sql,
  )
  expect(rows).toEqual([
    { urn: old, first_day: '2025-09-01', last_day: '2026-08-31' },
    { urn: successor, first_day: '2026-09-01', last_day: '2029-08-31' },
  ])
})

/**
 * Events of one thing come in order; those of different things in any order. Whatever the order, the copies end the same: as they would
 * be had everything come as it was said.
 */
import type { DataOf, Event } from '@nlc/contracts/define'
import {
  CoLeaderLeft,
  DelegationRevoked,
  EmploymentChanged,
  EmploymentEnded,
  EmploymentStarted,
  GovernanceTermEnded,
  GovernanceTermStarted,
  NetworkActivated,
  NetworkFormed,
  PersonLeftOut,
  PersonMerged,
  PersonRegistered,
  SchoolJoined,
  SchoolLeft,
  SchoolRegistered,
  SchoolSucceeded,
  SharingExpired,
  SharingInForce,
  SignatoryDelegated,
} from '@nlc/contracts/membership'
import { type Database, newId, openDatabase } from '@nlc/runtime'
import { type TestDatabase, testDatabase } from '@nlc/testing'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bareService } from '../test/bare-service.ts'
import { reactions } from './index.ts'

let place: TestDatabase
let database: Database
beforeAll(async () => {
  place = await testDatabase(bareService)
  database = await openDatabase(place.url, [], 4)
})
afterAll(async () => {
  await database?.close()
  await place?.drop()
})

interface Said {
  readonly event: Event
  readonly data: Record<string, unknown>
  readonly recordedAt: Date
}

const tables = [
  'known_person',
  'known_employment',
  'known_employment_period',
  'known_employment_place',
  'known_governance_term',
  'known_governance_seat',
  'known_network',
  'known_network_school',
  'known_co_leader',
  'known_delegation',
  'known_sharing_agreement',
  'known_sharing_left_out',
]

/** In a transaction that is taken back: each time they start from nothing. */
async function copiesAfter(said: readonly Said[]): Promise<Record<string, object[]>> {
  const transaction = await database.sql.startTransaction().execute()
  try {
    for (const { event, data, recordedAt } of said) {
      for (const reaction of reactions) {
        if (reaction.on !== event) continue
        const context = { sql: transaction, event: { id: newId(), version: 1, recordedAt } }
        await (reaction.run as (data: unknown, context: unknown) => Promise<void>)(data, context)
      }
    }
    const found: Record<string, object[]> = {}
    for (const table of tables) {
      const { rows } = await sql<{ row: object }>`
        select to_jsonb(t) - '{told_at,end_told_at,recorded_at,updated_at}'::text[] as row from ${sql.table(table)} t order by 1`.execute(
        transaction,
      )
      found[table] = rows.map(({ row }) => row)
    }
    return found
  } finally {
    await transaction.rollback().execute()
  }
}

/** A year of a small network, as it was said: a school is succeeded twice, two records are united, people and schools leave. */
function aYear(): Said[] {
  const [a, b, c, d] = ['900001', '900002', '900003', '900004']
  const [merged, kept, head, governor, networkId, clientId] = [newId(), newId(), newId(), newId(), newId(), 'mis-1']
  const [employment, second, headship, term, delegationId] = [newId(), newId(), newId(), newId(), newId()]
  const [coLeaderId, other, membershipId, elsewhere, agreementId, renewal] = [newId(), newId(), newId(), newId(), newId(), newId()]
  const said: Said[] = []
  const say = <E extends Event>(event: E, data: DataOf<E>) =>
    said.push({ event, data: data as Record<string, unknown>, recordedAt: new Date(Date.UTC(2026, 8, 1) + said.length * 86_400_000) })
  const terms = {
    employer: { kind: 'governing-body' as const, reference: a! },
    urns: [a!],
    workingDays: ['monday' as const],
    fte: 0.5,
    staffCategory: 'teacher' as const,
  }
  const kind = 'school-network' as const
  const coLeaders = [
    { coLeaderId, personId: merged, urn: a!, firstDay: '2025-09-01' },
    { coLeaderId: other, personId: head, urn: d!, firstDay: '2025-09-01' },
  ]
  const sharing = {
    clientId,
    controller: { kind: 'school' as const, reference: d! },
    ...{ lawfulBasis: 'public-task' as const, dataClasses: ['roles' as const], reviewDay: '2030-01-01', lastDay: '2030-01-01' },
    signatoryId: head,
  }

  say(PersonRegistered, { personId: merged })
  say(PersonRegistered, { personId: kept })
  say(SchoolRegistered, { urn: a!, name: 'A', status: '1' })
  say(EmploymentStarted, { employmentId: employment, personId: merged, firstDay: '2025-09-01', ...terms })
  say(EmploymentStarted, { employmentId: second, personId: kept, firstDay: '2025-10-01', ...terms })
  say(EmploymentStarted, { employmentId: headship, personId: head, firstDay: '2025-09-01', ...terms, staffCategory: 'head-teacher' })
  say(GovernanceTermStarted, {
    ...{ termId: term, personId: governor, board: { kind: 'school' as const, reference: a! }, category: 'parent' as const },
    ...{ office: 'chair' as const, firstDay: '2025-09-01', lastDay: '2029-08-31' },
  })
  say(SignatoryDelegated, { delegationId, urn: a!, personId: merged, firstDay: '2025-09-01' })
  say(NetworkFormed, {
    ...{ networkId, applicationId: newId(), kind, programmeCode: 'national', funded: true, learningLevels: ['pupil' as const] },
    ...{ schools: [a!, d!], coLeaders },
  })
  say(SchoolJoined, { membershipId, networkId, urn: a!, firstDay: '2025-09-15', agreementId: newId() })
  say(SchoolJoined, { membershipId: elsewhere, networkId, urn: d!, firstDay: '2025-09-15', agreementId: newId() })
  say(NetworkActivated, { networkId, kind, firstDay: '2025-09-15', schools: [a!, d!], coLeaders })
  say(SharingInForce, { agreementId, ...sharing, signedAt: new Date(Date.UTC(2026, 8, 13)).toISOString() })
  say(PersonLeftOut, { agreementId, clientId, controller: sharing.controller, personId: merged })
  say(EmploymentChanged, { employmentId: employment, personId: merged, firstDay: '2026-01-01', ...terms, fte: 0.6 })
  // From now on A is B: whoever was there is there.
  say(SchoolSucceeded, { urn: a!, successorUrn: b!, firstDay: '2026-04-01' })
  // One person, who has had one job all along.
  const periods = [
    { firstDay: '2025-09-01', lastDay: '2025-12-31', ...terms },
    { firstDay: '2026-01-01', lastDay: '2026-03-31', ...terms, fte: 0.6 },
    { firstDay: '2026-04-01', ...terms, employer: { kind: 'governing-body' as const, reference: b! }, urns: [b!], fte: 0.6 },
  ]
  say(PersonMerged, {
    ...{ personId: merged, intoPersonId: kept, unitedTerms: [] },
    unitedEmployments: [{ employmentId: employment, intoEmploymentId: second, periods }],
  })
  say(SchoolSucceeded, { urn: b!, successorUrn: c!, firstDay: '2026-09-01' })
  say(SharingInForce, { agreementId: renewal, ...sharing, signedAt: new Date(Date.UTC(2026, 8, 19)).toISOString() })
  say(SharingExpired, { agreementId, clientId, controller: sharing.controller, reason: 'renewed' })
  say(EmploymentEnded, { employmentId: second, personId: kept, urns: [c!], lastDay: '2026-12-31', reason: 'left' })
  say(GovernanceTermEnded, {
    ...{ termId: term, personId: governor, board: { kind: 'school' as const, reference: c! } },
    ...{ lastDay: '2026-10-31', reason: 'resigned' as const },
  })
  say(CoLeaderLeft, {
    ...{ networkId, coLeaderId, personId: kept, urn: c!, lastDay: '2026-12-31', reason: 'left-school' as const },
    ...{ vacancyId: newId(), replaceBy: '2027-03-01' },
  })
  say(SchoolLeft, { membershipId: elsewhere, networkId, urn: d!, lastDay: '2026-12-31', reason: 'commitment' })
  say(DelegationRevoked, { delegationId, urn: a!, personId: kept, lastDay: '2026-10-31' })
  return said
}

const thingOf = ({ event, data }: Said) => `${event.aggregate} ${data[event.aggregateId]}`

/** The same, the things' events in another order, each thing's own in the order in which they were said. */
function interleaved(said: readonly Said[], picks: readonly number[]): Said[] {
  const queues = [...Map.groupBy(said, thingOf).values()].map((queue) => [...queue])
  return said.map((_, index) => {
    const waiting = queues.filter((queue) => queue.length > 0)
    return waiting[picks[index]! % waiting.length]!.shift()!
  })
}

test('whatever order events of different things come in, the copies end as if they had come as they were said', async () => {
  const said = aYear()
  const expected = await copiesAfter(said)
  expect([expected.known_co_leader!.length, expected.known_sharing_left_out!.length]).toEqual([4, 2])
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(1_000), { minLength: said.length, maxLength: said.length }), async (picks) => {
      expect(await copiesAfter(interleaved(said, picks))).toEqual(expected)
    }),
    { numRuns: 30 },
  )
}, 120_000)

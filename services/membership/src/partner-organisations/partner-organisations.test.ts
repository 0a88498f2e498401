import {
  ChangePartnerOrganisation,
  ClosePartnerOrganisation,
  GetPartnerOrganisation,
  ListPartnerOrganisations,
  PartnerOrganisationChanged,
  PartnerOrganisationClosed,
  PartnerOrganisationRegistered,
  RegisterPartnerOrganisation,
} from '@nlc/contracts/membership'
import { newId } from '@nlc/runtime'
import { testService, token } from '@nlc/testing'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { integrator, nationalBody } from '../../test/register-under-test.ts'
import { membership as service } from '../service.ts'

const membership = testService(service)
let as: string
let reader: string
beforeAll(async () => {
  await membership.clock.set('2026-06-01T12:00:00Z')
  await sql`insert into local_authority (code, name) values ('909', 'Cumbria')`.execute(membership.sql)
  as = await nationalBody()
  reader = await integrator()
})
let ukprns = 20_000_000
const register = (more: object = {}) =>
  membership.ask(RegisterPartnerOrganisation, { name: 'Furness Literacy Trust', kind: 'charity', ...more }, { as })
const get = (organisationId: string) => membership.ask(GetPartnerOrganisation, { organisationId }, { as: reader })

test('is registered, from today, and anybody who reads the register sees it', async () => {
  const ukprn = String(++ukprns)
  const made = await register({
    name: 'St Martin’s University College',
    kind: 'hei',
    ukprn,
    website: 'https://college.example',
    laCode: '909',
  })
  expect(made).toMatchObject({
    name: 'St Martin’s University College',
    kind: 'hei',
    ukprn,
    laCode: '909',
    firstDay: '2026-06-01',
    version: 1,
  })
  expect(await get(made.id)).toEqual(made)
  expect(await membership.emitted(PartnerOrganisationRegistered, made.id)).toMatchObject([
    { data: { organisationId: made.id, kind: 'hei', ukprn, laCode: '909', firstDay: '2026-06-01' } },
  ])
})

test('a change is told once, and no change is not told', async () => {
  const { id: organisationId } = await register()
  const changed = await membership.ask(
    ChangePartnerOrganisation,
    { organisationId, name: 'Furness Reading Trust' },
    { as, expectedVersion: 1 },
  )
  expect(changed).toMatchObject({ name: 'Furness Reading Trust', kind: 'charity', version: 2 })
  expect(await membership.ask(ChangePartnerOrganisation, { organisationId, name: 'Furness Reading Trust' }, { as })).toMatchObject({
    version: 2,
  })
  expect(await membership.emitted(PartnerOrganisationChanged, organisationId)).toHaveLength(1)
  expect(await membership.refusal(ChangePartnerOrganisation, { organisationId, name: 'X' }, { as, expectedVersion: 1 })).toMatchObject({
    status: 412,
  })
})

test('is a partner until its last day, which counts, and is not changed afterwards', async () => {
  const { id: organisationId } = await register({ name: 'Short-lived Agency', kind: 'agency' })
  expect(await membership.refusal(ClosePartnerOrganisation, { organisationId, lastDay: '2026-05-31' }, { as })).toMatchObject({
    status: 422,
    type: '/problems/last-day-before-first',
    firstDay: '2026-06-01',
  })
  expect(await membership.ask(ClosePartnerOrganisation, { organisationId, lastDay: '2026-06-30' }, { as })).toMatchObject({
    lastDay: '2026-06-30',
  })
  expect(await membership.emitted(PartnerOrganisationClosed, organisationId)).toMatchObject([{ data: { lastDay: '2026-06-30' } }])
  const listed = async (asAt: string) =>
    (await membership.ask(ListPartnerOrganisations, { name: 'short lived', asAt }, { as: reader })).items.length
  expect([await listed('2026-05-31'), await listed('2026-06-30'), await listed('2026-07-01')]).toEqual([0, 1, 0])
  for (const [operation, input] of [
    [ClosePartnerOrganisation, {}],
    [ChangePartnerOrganisation, { name: 'X' }],
  ] as const) {
    expect(await membership.refusal(operation, { organisationId, ...input }, { as })).toMatchObject({
      status: 409,
      type: '/problems/partner-organisation-ended',
    })
  }
})

test('a UKPRN is one organisation’s; an LA code is one that exists', async () => {
  const ukprn = String(++ukprns)
  const { id: organisationId } = await register({ ukprn })
  const other = await register()
  const refusals = [
    [RegisterPartnerOrganisation, { name: 'Y', kind: 'hei', ukprn }, '/problems/ukprn-taken', 409],
    [ChangePartnerOrganisation, { organisationId: other.id, ukprn }, '/problems/ukprn-taken', 409],
    [RegisterPartnerOrganisation, { name: 'Y', kind: 'hei', laCode: '001' }, '/problems/unknown-la-code', 422],
    [ChangePartnerOrganisation, { organisationId, laCode: '001' }, '/problems/unknown-la-code', 422],
  ] as const
  for (const [operation, input, type, status] of refusals)
    expect(await membership.refusal(operation, input, { as })).toMatchObject({ status, type })
  // Of one that has ended, another may have it.
  await membership.ask(ClosePartnerOrganisation, { organisationId }, { as })
  expect(await register({ ukprn })).toMatchObject({ ukprn })
})

test('one that is not there', async () => {
  const input = { organisationId: newId() }
  for (const operation of [GetPartnerOrganisation, ChangePartnerOrganisation, ClosePartnerOrganisation]) {
    expect(await membership.refusal(operation, input, { as })).toMatchObject({
      status: 404,
      type: '/problems/no-such-partner-organisation',
    })
  }
})

test('is kept by the national body alone', async () => {
  const { id: organisationId } = await register()
  const client = await token({ scopes: ['register:read', 'register:write', 'national-body'] })
  for (const [operation, input] of [
    [RegisterPartnerOrganisation, { name: 'Z', kind: 'other' }],
    [ChangePartnerOrganisation, { organisationId, name: 'Z' }],
    [ClosePartnerOrganisation, { organisationId }],
  ] as const) {
    expect(await membership.refusal(operation, input, { as: client })).toMatchObject({ status: 403, type: '/problems/missing-scope' })
    expect(await membership.refusal(operation, input, { as: reader })).toMatchObject({ status: 403, scope: 'register:write' })
  }
})

test('is listed by name, kind and LA code, page by page, and can be followed to its end', async () => {
  const names = ['Quayside Arts', 'Quayside Boats', 'Quayside Crafts']
  const made = []
  for (const name of names) made.push(await register({ name, kind: 'community-group', laCode: '909' }))
  const list = (input: object) => membership.ask(ListPartnerOrganisations, input, { as: reader })
  const first = await list({ name: 'quay', kind: 'community-group', laCode: '909', limit: 2 })
  expect(first.items.map(({ name }) => name)).toEqual(names.slice(0, 2))
  expect((await list({ name: 'quay', limit: 2, after: first.next })).items.map(({ name }) => name)).toEqual(names.slice(2))
  await membership.ask(ClosePartnerOrganisation, { organisationId: made[1]!.id }, { as })
  const moved = await list({ updatedSince: first.updatedUntil, name: 'quayside' })
  expect(moved.items.map(({ id, lastDay }) => [id, lastDay])).toContainEqual([made[1]!.id, '2026-06-01'])
})

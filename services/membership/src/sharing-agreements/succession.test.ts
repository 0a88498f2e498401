/** Where one school carries another on, what the one shared is offered to the other, and held meanwhile. */
import {
  DecideSuccession,
  GetSharing,
  LeavePersonOut,
  ListLeftOut,
  ListSharing,
  OfferSharing,
  SharingExpired,
  SharingOffered,
  SignSharing,
} from '@nlc/contracts/membership'
import { dayInLondon } from '@nlc/runtime'
import { testService, token } from '@nlc/testing'
import { sql } from 'kysely'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { acting, givenPerson, givenSchools, theClient, theNationalBody } from '../../test/networks-under-test.ts'
import { plusDays } from '../employments/day.ts'
import { membership as service } from '../service.ts'

const membership = testService(service)
// At noon a day more is a day more, also over a clock change.
beforeAll(() => membership.clock.set('2027-01-11T12:00:00Z'))
const today = () => dayInLondon(membership.clock.now())

let school: string
let successor: string
let head: string
let client: string
let agreementId: string
let n = 0
beforeEach(async () => {
  ;[school, successor] = (await givenSchools(membership, 2)) as [string, string]
  head = await givenPerson(membership, { urns: [school], category: 'head-teacher' })
  n += 1
  client = `mis-${n}`
  agreementId = await offerTo(school)
  await membership.ask(SignSharing, { agreementId }, { as: await acting(head) })
})

async function offerTo(reference: string): Promise<string> {
  const terms = {
    controller: { kind: 'school' as const, reference },
    purpose: 'Keeping rotas',
    lawfulBasis: 'public-task' as const,
    dataClasses: ['people' as const],
    reviewDay: plusDays(today(), 180),
    lastDay: plusDays(today(), 365),
  }
  return (await membership.ask(OfferSharing, terms, { as: await theClient(client) })).id
}

async function succeeds(): Promise<void> {
  const as = await token({ kind: 'national-body', scopes: ['register:write', 'national-body'] })
  await membership.ask(DecideSuccession, { urn: school, successorUrn: successor, firstDay: today(), reason: 'It carries on.' } as never, {
    as,
  })
  await membership.idle()
}

const offered = async () =>
  (await membership.ask(ListSharing, { controllerReference: successor }, { as: await theClient(client) })).items.filter(
    ({ state }) => state === 'offered',
  )

test('the same terms are offered to the successor, and what would be shared is held for 60 days', async () => {
  await succeeds()
  const heldUntil = plusDays(today(), 60)
  const [offer] = await offered()
  expect(offer).toMatchObject({
    controller: { kind: 'school', reference: successor },
    purpose: 'Keeping rotas',
    inPlaceOf: agreementId,
    heldUntil,
  })
  expect(await membership.emitted(SharingOffered, offer!.id)).toMatchObject([{ data: { inPlaceOf: agreementId, heldUntil } }])
  expect(await membership.emitted(SharingExpired, agreementId)).toMatchObject([{ data: { reason: 'school-succeeded' } }])
  const { rows } = await sql`select from shared_school where client_id = ${client}`.execute(membership.sql)
  expect(rows).toEqual([])
})

test('signed by the successor, it goes on, and who was left out stays so', async () => {
  const teacher = await givenPerson(membership, { urns: [school] })
  await membership.ask(LeavePersonOut, { agreementId, personId: teacher }, { as: await acting(head) })
  await succeeds()
  const [offer] = await offered()
  await membership.ask(SignSharing, { agreementId: offer!.id }, { as: await acting(head) })
  const { rows } = await sql`select urn from shared_school where client_id = ${client}`.execute(membership.sql)
  expect(rows).toEqual([{ urn: successor }])
  const { items } = await membership.ask(ListLeftOut, { agreementId: offer!.id }, { as: await theNationalBody() })
  expect(items.map(({ personId }) => personId)).toEqual([teacher])
  await membership.clock.advance({ days: 61 })
  await membership.idle()
  expect(await membership.ask(GetSharing, { agreementId: offer!.id }, { as: await theNationalBody() })).toMatchObject({ state: 'in-force' })
})

test('not signed within 60 days, it lapses, and nothing is held any more', async () => {
  await succeeds()
  const [offer] = await offered()
  await membership.clock.advance({ days: 60 })
  await membership.idle()
  expect(await membership.emitted(SharingExpired, offer!.id)).toEqual([])
  await membership.clock.advance({ days: 1 })
  await membership.idle()
  expect(await membership.emitted(SharingExpired, offer!.id)).toMatchObject([{ data: { reason: 'not-signed' } }])
})

test('what the successor shares with the client already stays as it is', async () => {
  const other = await givenPerson(membership, { urns: [successor], category: 'head-teacher' })
  const own = await offerTo(successor)
  await membership.ask(SignSharing, { agreementId: own }, { as: await acting(other) })
  await succeeds()
  expect(await offered()).toEqual([])
  expect(await membership.emitted(SharingExpired, agreementId)).toHaveLength(1)
  expect(await membership.ask(GetSharing, { agreementId: own }, { as: await theNationalBody() })).toMatchObject({ state: 'in-force' })
})

test('a renewal that was on offer is not offered beside it', async () => {
  const renewal = await offerTo(school)
  await succeeds()
  expect(await offered()).toHaveLength(1)
  expect(await membership.emitted(SharingExpired, renewal)).toMatchObject([{ data: { reason: 'school-succeeded' } }])
})

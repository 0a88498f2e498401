import { createHash } from 'node:crypto'
import {
  GetPerson,
  GetSharing,
  GetSharingReceipt,
  LeavePersonOut,
  ListCoLeaders,
  ListLeftOut,
  ListSharing,
  OfferSharing,
  PersonLeftOut,
  PersonTakenIn,
  SharingExpired,
  SharingInForce,
  SharingOffered,
  SharingWithdrawing,
  SharingWithdrawn,
  SignSharing,
  TakePersonIn,
  WithdrawSharing,
} from '@nlc/contracts/membership'
import { DoorsClosed } from '@nlc/contracts/subscriptions'
import { dayInLondon, newId } from '@nlc/runtime'
import { testService, token } from '@nlc/testing'
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  acting,
  activeNetwork,
  givenGroup,
  givenPerson,
  givenScene,
  givenSchools,
  theClient,
  theNationalBody,
  through,
} from '../../test/networks-under-test.ts'
import { plusDays } from '../employments/day.ts'
import { membership as service } from '../service.ts'

const membership = testService(service)
// At noon a day more is a day more, also over a clock change.
beforeAll(() => membership.clock.set('2027-01-11T12:00:00Z'))
const today = () => dayInLondon(membership.clock.now())
const inDays = (days: number) => plusDays(today(), days)

let school: string
let head: string
let teacher: string
let client: string
let n = 0
beforeEach(async () => {
  ;[school] = (await givenSchools(membership, 1)) as [string]
  head = await givenPerson(membership, { urns: [school], category: 'head-teacher' })
  teacher = await givenPerson(membership, { urns: [school] })
  n += 1
  client = `mis-${n}`
})

const ofSchool = (reference = school) => ({ kind: 'school' as const, reference })
const terms = (other: object = {}) => ({
  controller: ofSchool(),
  purpose: 'Keeping rotas',
  lawfulBasis: 'public-task' as const,
  dataClasses: ['people' as const, 'employments' as const],
  reviewDay: inDays(180),
  lastDay: inDays(365),
  ...other,
})
const asHead = async () => ({ as: await acting(head) })
const asClient = async () => ({ as: await theClient(client) })
const body = async () => ({ as: await theNationalBody() })
const offer = async (other: object = {}) => membership.ask(OfferSharing, terms(other), await asClient())
const signed = async (other: object = {}) => membership.ask(SignSharing, { agreementId: (await offer(other)).id }, await asHead())
const sharesNow = async (of = client) => {
  const { rows } = await sql<{
    urn: string
    data_classes: string[]
  }>`select urn, data_classes from shared_school where client_id = ${of} order by urn`.execute(membership.sql)
  return rows.map(({ urn, data_classes }) => [urn, data_classes])
}

describe('an offer', () => {
  test('is made by the client that is to receive, and shares nothing', async () => {
    const offered = await offer()
    expect(offered).toMatchObject({ clientId: client, ...terms(), state: 'offered', version: 1 })
    expect(await membership.emitted(SharingOffered, offered.id)).toMatchObject([
      { data: { clientId: client, controller: ofSchool(), lastDay: inDays(365) } },
    ])
    expect(JSON.stringify(await membership.emitted(SharingOffered, offered.id))).not.toContain('Keeping rotas')
    expect(await sharesNow()).toEqual([])
    expect(await membership.refusal(OfferSharing, terms(), await asClient())).toMatchObject({
      status: 409,
      type: '/problems/sharing-agreement-open-already',
      agreementId: offered.id,
    })
  })

  test('is made for another client by the national body alone', async () => {
    expect(await membership.refusal(OfferSharing, terms({ clientId: 'another' }), await asClient())).toMatchObject({
      status: 403,
      scope: 'national-body',
    })
    expect(await membership.ask(OfferSharing, terms({ clientId: client }), await body())).toMatchObject({ clientId: client })
  })

  test('goes to an open school, or a trust', async () => {
    const federation = await givenGroup(membership, 'federation', [school])
    await sql`update school set status = '2' where urn = ${school}`.execute(membership.sql)
    const controllers = [
      ofSchool(),
      ofSchool('899996'),
      { kind: 'school', reference: federation },
      { kind: 'trust', reference: school },
      { kind: 'trust', reference: federation },
      { kind: 'trust', reference: newId() },
    ]
    for (const controller of controllers) {
      expect(await membership.refusal(OfferSharing, terms({ controller }), await asClient())).toMatchObject({
        status: 422,
        type: '/problems/no-such-controller',
        controller,
      })
    }
  })

  test('has an end in sight, and is looked at before it', async () => {
    const bounds = { status: 422, type: '/problems/sharing-days-invalid', earliest: inDays(1), latest: '2032-01-11' }
    for (const days of [{ lastDay: today() }, { lastDay: '2032-01-12' }, { reviewDay: inDays(366) }, { reviewDay: today() }]) {
      expect(await membership.refusal(OfferSharing, terms(days), await asClient())).toMatchObject(bounds)
    }
    expect(await membership.ask(OfferSharing, terms({ lastDay: '2032-01-11' }), await asClient())).toMatchObject({ state: 'offered' })
  })

  test('is turned down by the school, or taken back by the client', async () => {
    const down = await offer()
    expect(await membership.ask(WithdrawSharing, { agreementId: down.id }, await asHead())).toMatchObject({ state: 'withdrawn' })
    const back = await offer()
    const { withdrawnAt } = await membership.ask(WithdrawSharing, { agreementId: back.id }, await asClient())
    expect(await membership.emitted(SharingWithdrawn, back.id)).toMatchObject([{ data: { withdrawnAt } }])
    expect(await membership.emitted(SharingWithdrawing, back.id)).toEqual([])
  })
})

describe('a signature', () => {
  test('brings it into force at once, with a receipt of what was signed', async () => {
    const agreement = await signed()
    expect(agreement).toMatchObject({ state: 'in-force', signatoryId: head, version: 2 })
    expect(await sharesNow()).toEqual([[school, ['employments', 'people']]])
    expect(await membership.emitted(SharingInForce, agreement.id)).toMatchObject([
      { version: 2, data: { clientId: client, signatoryId: head } },
    ])
    const { digest, ...receipt } = await membership.ask(GetSharingReceipt, { agreementId: agreement.id }, await asClient())
    expect(receipt).toEqual({ agreementId: agreement.id, clientId: client, ...terms(), signatoryId: head, signedAt: agreement.signedAt })
    // RFC 8785 of a value whose members are known: written out by hand.
    const { controller, dataClasses, ...rest } = receipt
    const canonical = `{"agreementId":"${rest.agreementId}","clientId":"${client}","controller":{"kind":"${controller.kind}","reference":"${controller.reference}"},"dataClasses":["${dataClasses.join('","')}"],"lastDay":"${rest.lastDay}","lawfulBasis":"public-task","purpose":"Keeping rotas","reviewDay":"${rest.reviewDay}","signatoryId":"${head}","signedAt":"${rest.signedAt}"}`
    expect(digest).toBe(createHash('sha256').update(canonical).digest('hex'))
  })

  test('is the authorised signatory’s alone, and not through the recipient’s software', async () => {
    const { id: agreementId } = await offer()
    const noSuch = { status: 404, type: '/problems/no-such-sharing-agreement' }
    expect(await membership.refusal(SignSharing, { agreementId }, { as: await acting(teacher) })).toMatchObject(noSuch)
    expect(await membership.refusal(SignSharing, { agreementId: newId() }, await asHead())).toMatchObject(noSuch)
    for (const asking of [await asClient(), await body()]) {
      expect(await membership.refusal(SignSharing, { agreementId }, asking)).toMatchObject({ status: 403, type: '/problems/needs-person' })
    }
    // It sees nobody there yet, the head included.
    expect(await membership.refusal(SignSharing, { agreementId }, { as: await through(client, head) })).toMatchObject(noSuch)
    await membership.ask(SignSharing, { agreementId }, await asHead())
    const renewal = await offer()
    expect(await membership.refusal(SignSharing, { agreementId: renewal.id }, { as: await through(client, head) })).toMatchObject({
      status: 403,
      type: '/problems/signed-through-recipient',
    })
  })

  test('comes once, and before the last day of what is offered', async () => {
    const agreement = await signed()
    expect(await membership.refusal(SignSharing, { agreementId: agreement.id }, await asHead())).toMatchObject({
      status: 409,
      type: '/problems/sharing-agreement-not-in-state',
      state: 'in-force',
      needed: ['offered'],
    })
    client = `${client}-late`
    const late = await offer({ reviewDay: inDays(2), lastDay: inDays(2) })
    await membership.clock.advance({ days: 3 })
    expect(await membership.refusal(SignSharing, { agreementId: late.id }, await asHead())).toMatchObject({
      type: '/problems/sharing-offer-lapsed',
    })
    expect(await membership.refusal(SignSharing, { agreementId: late.id }, { ...(await asHead()), expectedVersion: 4 })).toMatchObject({
      status: 412,
    })
  })

  test('of a renewal takes the place of what it renews, without a gap, and leaves out whom that left out', async () => {
    const first = await signed()
    await membership.ask(LeavePersonOut, { agreementId: first.id, personId: teacher }, await asHead())
    const renewal = await offer({ dataClasses: ['roles'] })
    expect(renewal).toMatchObject({ inPlaceOf: first.id, state: 'offered' })
    expect(await sharesNow()).toEqual([[school, ['employments', 'people']]])
    await membership.ask(SignSharing, { agreementId: renewal.id }, await asHead())
    expect(await sharesNow()).toEqual([[school, ['roles']]])
    expect(await membership.ask(GetSharing, { agreementId: first.id }, await asHead())).toMatchObject({
      state: 'expired',
      expiryReason: 'renewed',
    })
    const { rows } = await sql<{ name: string }>`
      select name from event where aggregate_id in (${first.id}, ${renewal.id}) order by seq desc limit 2`.execute(membership.sql)
    expect(rows.map(({ name }) => name)).toEqual(['membership.sharing-expired', 'membership.sharing-in-force'])
    const { items } = await membership.ask(ListLeftOut, { agreementId: renewal.id }, await asHead())
    expect(items.map(({ personId }) => personId)).toEqual([teacher])
  })
})

describe('a trust', () => {
  test('shares for its schools of the day', async () => {
    const [second] = (await givenSchools(membership, 1)) as [string]
    const trust = await givenGroup(membership, 'multi-academy-trust', [school, second])
    const chief = await givenPerson(membership, { urns: [] })
    const employmentId = newId()
    await sql`insert into employment (id, person_id, changed_at) values (${employmentId}, ${chief}, now())`.execute(membership.sql)
    await sql`
      insert into employment_period (id, employment_id, first_day, employer_kind, employer_reference, urns, working_days, fte, staff_category)
      values (${newId()}, ${employmentId}, '2020-01-01', 'trust', ${trust}, '{}', '{monday}', 1, 'head-teacher')`.execute(membership.sql)
    const { id: agreementId } = await offer({ controller: { kind: 'trust', reference: trust }, dataClasses: ['people'] })
    expect(await membership.refusal(SignSharing, { agreementId }, await asHead())).toMatchObject({ status: 404 })
    expect(await membership.ask(SignSharing, { agreementId }, { as: await acting(chief) })).toMatchObject({
      state: 'in-force',
      controller: { kind: 'trust', reference: trust },
    })
    expect(await sharesNow()).toEqual([school, second].sort().map((urn) => [urn, ['people']]))
    expect((await membership.ask(ListSharing, {}, { as: await acting(chief) })).items).toMatchObject([{ id: agreementId }])

    await signed({ dataClasses: ['people', 'roles'] })
    expect((await sharesNow()).find(([urn]) => urn === school)).toEqual([school, ['people', 'roles']])
    await sql`update group_school set last_day = current_date - 1 where urn = ${second}`.execute(membership.sql)
    expect((await sharesNow()).map(([urn]) => urn)).toEqual([school])
  })
})

describe('what is shared', () => {
  test('bounds what is seen: on other classes of data, staff stay out of view', async () => {
    const as = await token({ client, scopes: ['people:read'] })
    await signed({ dataClasses: ['schools-memberships', 'roles'] })
    expect(await membership.refusal(GetPerson, { personId: teacher }, { as })).toMatchObject({
      status: 404,
      type: '/problems/no-such-person',
    })
    await signed({ dataClasses: ['people'] })
    expect(await membership.ask(GetPerson, { personId: teacher }, { as })).toMatchObject({ id: teacher })
  })
})

describe('withdrawing', () => {
  test('closes our door at once, and says when every door is closed', async () => {
    const agreement = await signed()
    const withdrawing = await membership.ask(WithdrawSharing, { agreementId: agreement.id }, await asHead())
    expect(withdrawing).toMatchObject({ state: 'withdrawing' })
    expect(withdrawing).not.toHaveProperty('withdrawnAt')
    expect(await sharesNow()).toEqual([])
    await membership.idle()
    expect(await membership.ask(GetSharing, { agreementId: agreement.id }, await asHead())).toMatchObject({ state: 'withdrawing' })

    const closedAt = membership.clock.now().toISOString()
    await membership.given(DoorsClosed, { agreementId: agreement.id, clientId: client, closedAt, withheld: 3 })
    const withdrawn = await membership.ask(GetSharing, { agreementId: agreement.id }, await asHead())
    expect(withdrawn).toMatchObject({ state: 'withdrawn', withdrawnAt: closedAt })
    expect(await membership.emitted(SharingWithdrawing, agreement.id)).toMatchObject([{ version: 3 }])
    expect(await membership.emitted(SharingWithdrawn, agreement.id)).toMatchObject([
      { version: 4, data: { withdrawnAt: withdrawn.withdrawnAt } },
    ])
    expect(await membership.refusal(WithdrawSharing, { agreementId: agreement.id }, await asHead())).toMatchObject({
      status: 409,
      state: 'withdrawn',
      needed: ['offered', 'in-force'],
    })
  })

  test('shows nothing more to the client that read a moment ago', async () => {
    const scene = await givenScene(membership)
    const { networkId } = await activeNetwork(membership, scene)
    const { personId, urn } = scene.coLeaders[0]!
    const { id: agreementId } = await offer({ controller: ofSchool(urn) })
    const asSignatory = { as: await acting(scene.heads.get(urn)!) }
    const seen = async () => (await membership.ask(ListCoLeaders, { networkId }, await asClient())).items.map((item) => item.personId)
    expect(await seen()).toEqual([])
    await membership.ask(SignSharing, { agreementId }, asSignatory)
    expect(await seen()).toEqual([personId])
    await membership.ask(WithdrawSharing, { agreementId }, asSignatory)
    expect(await seen()).toEqual([])
  })

  test('is the signatory’s or the national body’s; what is in force is not the recipient’s to withdraw', async () => {
    const { id: agreementId } = await signed()
    expect(await membership.refusal(WithdrawSharing, { agreementId }, { as: await acting(teacher) })).toMatchObject({ status: 404 })
    expect(await membership.refusal(WithdrawSharing, { agreementId }, { as: await theClient('another') })).toMatchObject({ status: 404 })
    expect(await membership.refusal(WithdrawSharing, { agreementId }, await asClient())).toMatchObject({ status: 409, needed: ['offered'] })
    // The signatory may do it through the recipient's software: that hides nothing from it.
    expect(await membership.ask(WithdrawSharing, { agreementId }, { as: await through(client, head) })).toMatchObject({
      state: 'withdrawing',
    })
  })
})

test('at the end of its last day it expires', async () => {
  const agreement = await signed({ reviewDay: inDays(10), lastDay: inDays(20) })
  await membership.clock.advance({ days: 20 })
  await membership.idle()
  expect(await sharesNow()).not.toEqual([])
  await membership.clock.advance({ days: 1 })
  await membership.idle()
  expect(await sharesNow()).toEqual([])
  expect(await membership.emitted(SharingExpired, agreement.id)).toMatchObject([{ data: { reason: 'end-date' } }])
  expect(await membership.ask(GetSharing, { agreementId: agreement.id }, await asClient())).toMatchObject({
    state: 'expired',
    expiryReason: 'end-date',
  })
})

describe('a person who is left out', () => {
  test('is not seen any more, and nothing that the recipient sees has moved', async () => {
    const { id: agreementId } = await signed()
    const before = {
      agreement: await membership.ask(GetSharing, { agreementId }, await asClient()),
      list: (await membership.ask(ListSharing, {}, await asClient())).items,
      receipt: await membership.ask(GetSharingReceipt, { agreementId }, await asClient()),
    }
    const { rows } = await sql<{
      now: string
    }>`select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as now`.execute(membership.sql)
    await membership.ask(LeavePersonOut, { agreementId, personId: teacher }, await asHead())
    const exclusions = await sql<{ person_id: string }>`select person_id from sharing_exclusion where client_id = ${client}`.execute(
      membership.sql,
    )
    expect(exclusions.rows).toEqual([{ person_id: teacher }])
    const after = {
      agreement: await membership.ask(GetSharing, { agreementId }, await asClient()),
      list: (await membership.ask(ListSharing, {}, await asClient())).items,
      receipt: await membership.ask(GetSharingReceipt, { agreementId }, await asClient()),
    }
    expect(after).toEqual(before)
    expect((await membership.ask(ListSharing, { updatedSince: rows[0]!.now }, await asClient())).items).toEqual([])
    expect(await membership.emitted(PersonLeftOut, agreementId)).toMatchObject([{ data: { personId: teacher } }])
  })

  test('is so once, and can be taken in again', async () => {
    const { id: agreementId } = await signed()
    const leftOut = { agreementId, personId: teacher }
    await membership.ask(LeavePersonOut, leftOut, await asHead())
    await membership.ask(LeavePersonOut, leftOut, await asHead())
    expect(await membership.emitted(PersonLeftOut, agreementId)).toHaveLength(1)
    await membership.ask(TakePersonIn, leftOut, await asHead())
    await membership.ask(TakePersonIn, leftOut, await asHead())
    await membership.ask(TakePersonIn, { agreementId, personId: newId() }, await asHead())
    expect(await membership.emitted(PersonTakenIn, agreementId)).toHaveLength(1)
    expect((await membership.ask(ListLeftOut, { agreementId }, await asHead())).items).toEqual([])
  })

  test('stays left out under the record that is kept, where two are merged', async () => {
    const { id: agreementId } = await signed()
    await membership.ask(LeavePersonOut, { agreementId, personId: teacher }, await asHead())
    const kept = await givenPerson(membership, { urns: [school] })
    await sql`update person set merged_into = ${kept}, family_name = null where id = ${teacher}`.execute(membership.sql)
    const { rows } = await sql`select person_id from sharing_exclusion where client_id = ${client}`.execute(membership.sql)
    expect(rows).toEqual([{ person_id: kept }])
    await membership.ask(TakePersonIn, { agreementId, personId: kept }, await asHead())
    expect((await sql`select from sharing_exclusion where client_id = ${client}`.execute(membership.sql)).rows).toEqual([])
  })

  test('is never told to the recipient, whomever its software acts for', async () => {
    const { id: agreementId } = await signed()
    const noSuch = { status: 404, type: '/problems/no-such-sharing-agreement' }
    for (const as of [await theClient(client), await through(client, head), await acting(teacher), await theClient('another')]) {
      expect(await membership.refusal(ListLeftOut, { agreementId }, { as })).toMatchObject(noSuch)
      expect(await membership.refusal(LeavePersonOut, { agreementId, personId: teacher }, { as })).toMatchObject(noSuch)
      expect(await membership.refusal(TakePersonIn, { agreementId, personId: teacher }, { as })).toMatchObject(noSuch)
    }
    for (const operation of [ListLeftOut, LeavePersonOut, TakePersonIn]) {
      const input = operation === ListLeftOut ? { agreementId: newId() } : { agreementId: newId(), personId: teacher }
      expect(await membership.refusal(operation, input, await asHead())).toMatchObject(noSuch)
    }
  })

  test('is somebody of the controller, while there is something to leave them out of', async () => {
    const { id: agreementId } = await signed()
    const stranger = await givenPerson(membership, { urns: await givenSchools(membership, 1) })
    for (const personId of [stranger, newId()]) {
      expect(await membership.refusal(LeavePersonOut, { agreementId, personId }, await asHead())).toMatchObject({
        status: 404,
        type: '/problems/no-such-person',
      })
    }
    await membership.ask(WithdrawSharing, { agreementId }, await asHead())
    expect(await membership.refusal(LeavePersonOut, { agreementId, personId: teacher }, await asHead())).toMatchObject({
      status: 409,
      type: '/problems/sharing-agreement-not-in-state',
    })
  })
})

describe('who sees an agreement', () => {
  test('its recipient, its signatory and the national body', async () => {
    const { id: agreementId } = await signed()
    for (const asking of [await asClient(), await asHead(), await body()]) {
      expect(await membership.ask(GetSharing, { agreementId }, asking)).toMatchObject({ id: agreementId })
      const found = await membership.ask(
        ListSharing,
        { controllerKind: 'school', controllerReference: school, clientId: client, state: 'in-force' },
        asking,
      )
      expect(found.items.map(({ id }) => id)).toEqual([agreementId])
    }
    for (const as of [await acting(teacher), await theClient('another')]) {
      expect(await membership.refusal(GetSharing, { agreementId }, { as })).toMatchObject({
        status: 404,
        type: '/problems/no-such-sharing-agreement',
      })
      expect(await membership.refusal(GetSharingReceipt, { agreementId }, { as })).toMatchObject({ status: 404 })
      expect((await membership.ask(ListSharing, { controllerReference: school }, { as })).items).toEqual([])
    }
    const other = await membership.ask(ListSharing, { controllerKind: 'trust', controllerReference: school }, await body())
    expect(other.items).toEqual([])
  })

  test('an offer has no receipt', async () => {
    const { id: agreementId } = await offer()
    expect(await membership.refusal(GetSharingReceipt, { agreementId }, await asClient())).toMatchObject({ status: 404 })
  })

  test('a list that is followed names what left it', async () => {
    const { id: agreementId } = await signed()
    const { rows } = await sql<{
      now: string
    }>`select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as now`.execute(membership.sql)
    await membership.ask(WithdrawSharing, { agreementId }, await asHead())
    await membership.idle()
    const page = await membership.ask(ListSharing, { state: 'in-force', updatedSince: rows[0]!.now }, await asClient())
    expect(page).toMatchObject({ items: [], gone: [agreementId] })
  })
})

import { PersonErased, PersonLeftOut } from '@nlc/contracts/membership'
import {
  AcceptAppointment,
  ChangeAppointment,
  EndAppointment,
  GetAppointment,
  ListAppointments,
  ListAppointmentVersions,
  OfferAppointment,
  PauseAppointment,
  ReleaseAppointment,
  VoidAppointment,
} from '@nlc/contracts/roles'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { confirmed, givenScene, givenTeacher, got, offered, offerOf, type Scene } from '../../test/appointments-under-test.ts'
import {
  acting,
  givenEmployment,
  givenSharing,
  sharingWithdrawn,
  theClient,
  theNationalBody,
  through,
} from '../../test/known-under-test.ts'
import { roles as rolesService } from '../service.ts'

const roles = testService(rolesService)
let scene: Scene
beforeAll(async () => {
  await roles.clock.set('2026-08-20T09:00:00Z')
  scene = await givenScene(roles)
})
const another = async (): Promise<Scene> => ({ ...scene, ...(await givenTeacher(roles, scene.urn)) })
type Asked = Parameters<typeof listed>[1]
const listed = async (
  as: string,
  asked: { [K in 'personId' | 'urn' | 'networkId' | 'roleCode' | 'asAt' | 'asKnownAt' | 'updatedSince' | 'after']?: string } & {
    state?: string
    limit?: number
  },
) => roles.ask(ListAppointments, asked as never, { as })
const ids = async (as: string, asked: Asked) => (await listed(as, asked)).items.map(({ id }) => id)

describe('by person, school, network and role', () => {
  test('a person’s roles everywhere, as of any day, and as known then', async () => {
    const one = await another()
    const other = await givenScene(roles)
    await givenEmployment(roles, one.personId, { urns: [other.urn] })
    const here = await confirmed(roles, one, { lastDay: '2027-03-31' })
    const knownAt = roles.clock.now().toISOString()
    await roles.clock.advance({ minutes: 1 })
    const there = await confirmed(
      roles,
      { ...other, personId: one.personId, holder: one.holder },
      { roleCode: 'coach', firstDay: '2027-01-01' },
    )
    const offer = await offered(roles, one, { roleCode: 'consultant', minutesPerWeek: 0 })
    const as = await theNationalBody()
    const { personId } = one
    expect(await ids(as, { personId })).toEqual([here.id, there.id, offer.id])
    expect(await ids(as, { personId, asAt: '2026-08-31' })).toEqual([])
    expect(await ids(as, { personId, asAt: '2026-09-01' })).toEqual([here.id])
    expect(await ids(as, { personId, asAt: '2027-03-31' })).toEqual([here.id, there.id])
    expect(await ids(as, { personId, asAt: '2027-04-01' })).toEqual([there.id])
    expect(await ids(as, { personId, asAt: '2027-03-31', asKnownAt: knownAt })).toEqual([here.id])
    expect(await ids(as, { personId, state: 'offered' })).toEqual([offer.id])
    expect(await ids(as, { personId, roleCode: 'coach', networkId: other.networkId })).toEqual([there.id])
    expect(await ids(one.holder, { personId })).toEqual([here.id, there.id, offer.id])
  })

  test('a school’s on a day are those held through it on that day', async () => {
    const one = await another()
    const to = (await givenScene(roles)).urn
    const held = await confirmed(roles, one, { minutesPerWeek: 0 })
    const moved = scene.schools[1]!
    await givenEmployment(roles, one.personId, { urns: [moved, to] })
    await roles.ask(ChangeAppointment, { appointmentId: held.id, firstDay: '2027-01-01', urn: moved }, { as: scene.manager })
    const as = await theNationalBody()
    expect(await ids(as, { urn: scene.urn, asAt: '2026-12-31' })).toContain(held.id)
    expect(await ids(as, { urn: scene.urn, asAt: '2027-01-01' })).not.toContain(held.id)
    expect(await ids(as, { urn: moved, asAt: '2027-01-01' })).toContain(held.id)
    expect(await ids(as, { urn: moved, asAt: '2026-12-31' })).not.toContain(held.id)
    expect(await ids(as, { urn: moved })).toContain(held.id)
  })

  test('pages hold each once, in the order in which they were offered', async () => {
    const other = await givenScene(roles)
    const made = [...(await ids(await theNationalBody(), { networkId: other.networkId }))]
    for (let n = 0; n < 5; n++) made.push((await offered(roles, { ...other, ...(await givenTeacher(roles, other.urn)) })).id)
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await listed(other.manager, { networkId: other.networkId, limit: 3, ...(after && { after }) })
      seen.push(...page.items.map(({ id }) => id))
      after = page.next
    } while (after)
    expect(seen).toEqual(made)
  })

  test('the state that the database finds is that of the rules', async () => {
    const one = await another()
    const held = await confirmed(roles, one, { lastDay: '2026-12-31' })
    await roles.ask(PauseAppointment, { appointmentId: held.id, firstDay: '2026-10-01' }, { as: scene.manager })
    const as = await theNationalBody()
    for (const [asAt, state] of [
      ['2026-08-31', 'accepted'],
      ['2026-09-30', 'active'],
      ['2026-10-01', 'paused'],
      ['2027-01-01', 'ended'],
    ] as const) {
      expect((await got(roles, held.id, { asAt })).state).toBe(state)
      const { rows } = await sql<{ state: string }>`
        select appointment_state(stage, periods, ${asAt}::date) as state from appointment where id = ${held.id}`.execute(roles.sql)
      expect(rows[0]!.state).toBe(state)
    }
    await roles.ask(VoidAppointment, { appointmentId: held.id, explanation: 'Wrong.' }, { as: scene.manager })
    expect(await ids(as, { personId: one.personId })).toEqual([])
    expect(await ids(as, { personId: one.personId, state: 'voided' })).toEqual([held.id])
  })
})

describe('who sees what', () => {
  test('a client sees what was accepted at schools that share roles with it, nothing else', async () => {
    const client = newId()
    const one = await another()
    const [held, offer] = [await confirmed(roles, one), await offered(roles, one, { roleCode: 'coach' })]
    const as = await theClient(client)
    expect(await ids(as, { networkId: scene.networkId })).toEqual([])
    await givenSharing(roles, client, { urn: scene.schools[0]! })
    const employmentsAlone = await givenSharing(roles, client, { urn: scene.urn }, ['employments'])
    expect(await ids(as, { urn: scene.urn })).toEqual([])
    await sharingWithdrawn(roles, employmentsAlone, client, { urn: scene.urn })
    const agreement = await givenSharing(roles, client, { urn: scene.urn })
    expect(await ids(as, { personId: one.personId })).toEqual([held.id])
    expect(await ids(as, {})).toContain(held.id)
    expect(await roles.refusal(GetAppointment, { appointmentId: offer.id }, { as })).toMatchObject({ status: 404 })
    expect((await roles.ask(ListAppointmentVersions, { appointmentId: held.id }, { as })).items).toMatchObject([
      { happening: 'confirmed', version: 3 },
    ])
    await roles.given(PersonLeftOut, {
      agreementId: agreement,
      clientId: client,
      controller: { kind: 'school', reference: scene.urn },
      personId: one.personId,
    })
    expect(await ids(as, { personId: one.personId })).toEqual([])
    expect(await roles.refusal(GetAppointment, { appointmentId: held.id }, { as })).toMatchObject({ status: 404 })
    expect(await roles.refusal(GetAppointment, { appointmentId: held.id }, { as: await through(client, one.personId) })).toMatchObject({
      status: 404,
    })
  })

  test('the holder sees an offer, its co-leaders and the head; a colleague does not', async () => {
    const client = newId()
    await givenSharing(roles, client, { urn: scene.urn })
    await givenSharing(roles, client, { urn: scene.schools[0]! })
    const [one, colleague] = [await another(), await another()]
    const { id: appointmentId } = await offered(roles, one)
    const lists = async (person: string) => ids(await through(client, person), {})
    expect(await lists(one.personId)).toContain(appointmentId)
    expect(await lists(scene.heads.get(scene.urn)!)).toContain(appointmentId)
    expect(await lists(scene.coLeaders[0]!.personId)).toContain(appointmentId)
    expect(await lists(colleague.personId)).not.toContain(appointmentId)
    const sees = async (person: string) =>
      roles.ask(GetAppointment, { appointmentId }, { as: await through(client, person) }).then(
        () => true,
        () => false,
      )
    expect(await sees(one.personId)).toBe(true)
    expect(await sees(scene.heads.get(scene.urn)!)).toBe(true)
    expect(await sees(scene.coLeaders[0]!.personId)).toBe(true)
    expect(await sees(colleague.personId)).toBe(false)
  })

  test('why something was recorded is shown to those concerned alone', async () => {
    const client = newId()
    await givenSharing(roles, client, { urn: scene.urn })
    const one = await another()
    const held = await confirmed(roles, one, { firstDay: '2026-08-01', explanation: 'Agreed in June.' })
    const versions = async (as: string) => (await roles.ask(ListAppointmentVersions, { appointmentId: held.id }, { as })).items
    expect((await versions(one.holder))[0]).toMatchObject({
      happening: 'offered',
      explanation: 'Agreed in June.',
      by: scene.coLeaders[0]!.personId,
    })
    for (const version of await versions(await theClient(client))) {
      expect(version.explanation).toBeUndefined()
      expect(version.by).toBeUndefined()
    }
    const { rows } = await sql<{ data: string }>`select data::text as data from event where aggregate_id = ${held.id}`.execute(roles.sql)
    expect(rows.filter(({ data }) => data.includes('June'))).toEqual([])
    expect(await roles.refusal(ListAppointmentVersions, { appointmentId: newId() }, { as: one.holder })).toMatchObject({ status: 404 })

    await roles.given(PersonErased, { personId: one.personId })
    expect((await versions(await theNationalBody()))[0]).toMatchObject({ happening: 'offered', appointment: { firstDay: '2026-08-01' } })
    const { rows: left } = await sql`select from appointment_note where explanation like '%June%'`.execute(roles.sql)
    expect(left).toEqual([])
  })
})

describe('a list that is followed', () => {
  test('has what changed since, what a day that passed changed, and what is gone', async () => {
    const other = await givenScene(roles)
    const asked = { networkId: other.networkId, state: 'accepted' }
    const as = await theNationalBody()
    const since = new Date().toISOString()
    const held = await confirmed(roles, other)
    const { items, updatedUntil } = await listed(as, { ...asked, updatedSince: since })
    expect(items.map(({ id }) => id)).toEqual([held.id])
    expect(Date.parse(updatedUntil)).toBeLessThan(Date.now())

    const next = new Date().toISOString()
    await roles.ask(EndAppointment, { appointmentId: held.id, lastDay: '2026-09-30', reason: 'completed' }, { as: other.manager })
    expect((await listed(as, { ...asked, updatedSince: next })).items).toMatchObject([{ id: held.id, lastDay: '2026-09-30' }])
    const late = new Date().toISOString()
    await roles.ask(VoidAppointment, { appointmentId: held.id, explanation: 'Wrong.' }, { as: other.manager })
    const gone = await listed(as, { ...asked, updatedSince: late })
    expect(gone).toMatchObject({ items: [], gone: [held.id] })
    expect((await listed(as, { ...asked, updatedSince: new Date().toISOString() })).gone).toEqual([])
  })

  test('has what a day that passed changed', async () => {
    const other = await givenScene(roles)
    const held = await confirmed(roles, other, { firstDay: '2026-08-21' })
    const as = await theNationalBody()
    const asked = { networkId: other.networkId, updatedSince: new Date().toISOString() }
    expect(await ids(as, asked)).toEqual([])
    const now = roles.clock.now()
    await roles.clock.set('2026-08-21T09:00:00Z')
    expect((await listed(as, asked)).items).toMatchObject([{ id: held.id, state: 'active', version: 3 }])
    await roles.clock.set(now)
  })

  test('of a client: what a school shares from now on comes, and what it shares no more is gone', async () => {
    const client = newId()
    const as = await theClient(client)
    const other = await givenScene(roles)
    const held = await confirmed(roles, other)
    const hidden = await offered(roles, { ...other, ...(await givenTeacher(roles, other.urn)) })
    const before = new Date().toISOString()
    const agreement = await givenSharing(roles, client, { urn: other.urn })
    expect(await ids(as, { updatedSince: before })).toEqual([held.id])
    const since = new Date().toISOString()
    expect(await listed(as, { updatedSince: since })).toMatchObject({ items: [], gone: [] })
    await sharingWithdrawn(roles, agreement, client, { urn: other.urn })
    const { items, gone } = await listed(as, { updatedSince: since })
    expect({ items, gone }).toEqual({ items: [], gone: [held.id] })
    expect(gone).not.toContain(hidden.id)
  })
})

test('what is read is what the reply of the command said', async () => {
  const one = await another()
  const { id } = await roles.ask(OfferAppointment, offerOf(one), { as: scene.manager })
  await roles.ask(ReleaseAppointment, { appointmentId: id as string }, { as: scene.head })
  const reply = await roles.ask(AcceptAppointment, { appointmentId: id as string }, { as: one.holder })
  expect(await roles.ask(GetAppointment, { appointmentId: id as string }, { as: await acting(one.personId) })).toEqual(reply)
})

import type { InputOf } from '@nlc/contracts/define'
import { NetworkDissolved, NetworkSuspended } from '@nlc/contracts/membership'
import {
  AcceptAppointment,
  CloseVacancy,
  ExpressInterestInVacancy,
  GetInterest,
  GetVacancy,
  InterestTakenUp,
  ListVacancies,
  OfferAppointment,
  OpenVacancy,
  RetireRole,
  ReviseVacancy,
  VacancyAppointedTo,
  VacancyClosed,
  VacancyOpened,
  VacancyRevised,
} from '@nlc/contracts/roles'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { beforeAll, expect, test } from 'vitest'
import {
  acting,
  givenNetwork,
  givenPerson,
  givenSchools,
  givenSharing,
  type NetworkGiven,
  theClient,
  theNationalBody,
} from '../../test/known-under-test.ts'
import { givenRole, givenVacancy } from '../../test/roles-under-test.ts'
import { roles as service } from '../service.ts'

const roles = testService(service)
let network: NetworkGiven
let as: string
beforeAll(async () => {
  await roles.clock.set('2026-11-02T12:00:00Z')
  network = await givenNetwork(roles)
  as = await acting(network.coLeaders[0]!.personId)
})

const open = (terms: Partial<InputOf<typeof OpenVacancy>> = {}) => ({ networkId: network.networkId, roleCode: 'coach', ...terms })
const refusedToOpen = (terms: Partial<InputOf<typeof OpenVacancy>>) => roles.refusal(OpenVacancy, open(terms), { as })
const newRole = async () => (await givenRole(roles, { maxMinutesPerWeek: 120 })).code

test('a co-leader looks for somebody; few words are needed', async () => {
  const roleCode = await newRole()
  const vacancy = await roles.ask(OpenVacancy, open({ roleCode }), { as })
  expect(vacancy).toMatchObject({ networkId: network.networkId, roleCode, holders: 1, filled: 0, state: 'open', version: 1 })
  expect(await roles.emitted(VacancyOpened, vacancy.id)).toMatchObject([
    { version: 1, data: { vacancyId: vacancy.id, roleCode, holders: 1 } },
  ])
})

test('what people wrote of it is in no event', async () => {
  const vacancyId = await givenVacancy(roles, network, { roleCode: await newRole(), description: 'To follow Ms Example.' })
  expect(JSON.stringify(await roles.emitted(VacancyOpened, vacancyId))).not.toContain('Example')
})

test('the role is one that the network has, in use, with its subject where it takes one, within its cap', async () => {
  expect(await refusedToOpen({ roleCode: 'no-such' })).toMatchObject({ status: 404, type: '/problems/no-such-role' })
  const { roleId, code } = await givenRole(roles)
  await roles.ask(RetireRole, { roleId }, { as: await theNationalBody() })
  expect(await refusedToOpen({ roleCode: code })).toMatchObject({ status: 409, type: '/problems/role-retired' })
  expect(await refusedToOpen({ roleCode: 'co-leader' })).toMatchObject({ status: 409, type: '/problems/follows-co-leaders' })
  expect(await refusedToOpen({ roleCode: 'subject-coordinator' })).toMatchObject({ status: 422, type: '/problems/subject-missing' })
  expect(await refusedToOpen({ subject: 'mathematics' })).toMatchObject({ status: 422, type: '/problems/subject-not-taken' })
  expect(await refusedToOpen({ minutesPerWeek: 121 })).toMatchObject({
    status: 422,
    type: '/problems/over-role-cap',
    maxMinutesPerWeek: 120,
  })
  const elsewhere = await givenRole(roles, { networkId: (await givenNetwork(roles)).networkId })
  expect(await refusedToOpen({ roleCode: elsewhere.code })).toMatchObject({ status: 404, type: '/problems/no-such-role' })
})

test('its days run forwards, and the closing day lies ahead', async () => {
  const type = '/problems/vacancy-days-backwards'
  for (const days of [
    { firstDay: '2027-01-02', lastDay: '2027-01-01' },
    { closingDay: '2026-11-01' },
    { lastDay: '2026-12-31', closingDay: '2027-01-01' },
  ]) {
    expect(await refusedToOpen(days)).toMatchObject({ status: 422, type })
    const vacancyId = await givenVacancy(roles, network, { roleCode: await newRole() })
    expect(await roles.refusal(ReviseVacancy, { vacancyId, holders: 1, ...days }, { as })).toMatchObject({ status: 422, type })
  }
})

test('one is open for a role, and subject, at a time', async () => {
  const vacancyId = await givenVacancy(roles, network, { roleCode: 'subject-coordinator', subject: 'Mathematics' })
  expect(await refusedToOpen({ roleCode: 'subject-coordinator', subject: 'mathematics' })).toMatchObject({
    ...{ status: 409, type: '/problems/vacancy-open-already', vacancyId },
  })
  await givenVacancy(roles, network, { roleCode: 'subject-coordinator', subject: 'History' })
  const roleCode = await newRole()
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => roles.ask(OpenVacancy, open({ roleCode }), { as }).then(() => 'opened', String)),
  )
  expect(answers.filter((answer) => answer === 'opened')).toHaveLength(1)
  expect(answers.filter((answer) => answer.includes('vacancy-open-already'))).toHaveLength(3)
})

test('a network that is not running looks for nobody', async () => {
  const forming = await givenNetwork(roles, { active: false })
  const suspended = await givenNetwork(roles)
  await roles.given(NetworkSuspended, { networkId: suspended.networkId, firstDay: '2026-10-01', reason: 'other' })
  for (const [{ networkId, coLeaders }, state] of [
    [forming, 'forming'],
    [suspended, 'suspended'],
  ] as const) {
    const asked = { as: await acting(coLeaders[0]!.personId) }
    expect(await roles.refusal(OpenVacancy, { networkId, roleCode: 'coach' }, asked)).toMatchObject({
      ...{ status: 409, type: '/problems/network-not-in-state', state },
    })
  }
})

test('is described anew as a whole', async () => {
  const vacancyId = await givenVacancy(roles, network, { roleCode: await newRole(), closingDay: '2026-12-01', minutesPerWeek: 60 })
  const terms = { vacancyId, holders: 2, minutesPerWeek: 90 }
  const revised = await roles.ask(ReviseVacancy, terms, { as, expectedVersion: 1 })
  expect(revised).toMatchObject({ holders: 2, minutesPerWeek: 90, version: 2 })
  expect(revised.closingDay).toBeUndefined()
  await roles.ask(ReviseVacancy, terms, { as })
  expect(await roles.emitted(VacancyRevised, vacancyId)).toHaveLength(1)
  expect(await roles.refusal(ReviseVacancy, { ...terms, minutesPerWeek: 121 }, { as })).toMatchObject({ type: '/problems/over-role-cap' })
  expect(await roles.refusal(ReviseVacancy, terms, { as, expectedVersion: 1 })).toMatchObject({ status: 412 })
})

test('is closed once, and changed no more', async () => {
  const vacancyId = await givenVacancy(roles, network, { roleCode: await newRole() })
  expect(await roles.ask(CloseVacancy, { vacancyId, reason: 'nobody-found' }, { as })).toMatchObject({
    ...{ state: 'closed', closeReason: 'nobody-found', version: 2 },
  })
  expect(await roles.emitted(VacancyClosed, vacancyId)).toMatchObject([{ data: { reason: 'nobody-found' } }])
  const type = '/problems/vacancy-not-open'
  expect(await roles.refusal(CloseVacancy, { vacancyId, reason: 'other' }, { as })).toMatchObject({ status: 409, type, state: 'closed' })
  expect(await roles.refusal(ReviseVacancy, { vacancyId, holders: 1 }, { as })).toMatchObject({ status: 409, type, state: 'closed' })
})

test('a network that is dissolved looks for nobody any more', async () => {
  const over = await givenNetwork(roles)
  const vacancyId = await givenVacancy(roles, over)
  await roles.given(NetworkDissolved, { networkId: over.networkId, lastDay: '2026-11-02', reason: 'completed' })
  expect(await roles.ask(GetVacancy, { vacancyId }, { as: await theNationalBody() })).toMatchObject({ closeReason: 'network-dissolved' })
  expect(await roles.emitted(VacancyClosed, vacancyId)).toMatchObject([{ data: { reason: 'network-dissolved' } }])
})

test('staff and governors of every school of the network see it, and so does software that their school shares roles with', async () => {
  const { networkId, schools } = network
  const vacancyId = await givenVacancy(roles, network, { roleCode: await newRole() })
  const teacher = await acting(await givenPerson(roles, { urns: [schools[2]!] }))
  const sharing = newId()
  await givenSharing(roles, sharing, { urn: schools[2]! })
  for (const who of [teacher, await theClient(sharing), await theNationalBody(), as]) {
    expect(await roles.ask(GetVacancy, { vacancyId }, { as: who })).toMatchObject({ id: vacancyId })
    const { items } = await roles.ask(ListVacancies, { networkId, limit: 200 }, { as: who })
    expect(items.map(({ id }) => id)).toContain(vacancyId)
  }
})

test('to strangers it looks like none; only who leads the network keeps it', async () => {
  const { networkId, schools } = network
  const vacancyId = await givenVacancy(roles, network, { roleCode: await newRole() })
  const missing = newId()
  const stranger = await acting(await givenPerson(roles, { urns: await givenSchools(roles, 1) }))
  const teacher = await acting(await givenPerson(roles, { urns: [schools[2]!] }))
  for (const who of [stranger, await theClient(newId())]) {
    const refusal = await roles.refusal(GetVacancy, { vacancyId }, { as: who })
    expect(refusal).toMatchObject({ status: 404, type: '/problems/no-such-vacancy' })
    expect(refusal).toEqual(await roles.refusal(GetVacancy, { vacancyId: missing }, { as: who }))
    expect((await roles.ask(ListVacancies, { networkId }, { as: who })).items).toEqual([])
  }
  for (const who of [stranger, teacher, await theClient(newId())]) {
    for (const [operation, input] of [
      [ReviseVacancy, { holders: 1 }],
      [CloseVacancy, { reason: 'other' }],
    ] as const) {
      const refusal = await roles.refusal(operation, { vacancyId, ...input }, { as: who })
      expect(refusal).toMatchObject({ status: 404, type: '/problems/no-such-vacancy' })
      expect(refusal).toEqual(await roles.refusal(operation, { vacancyId: missing, ...input }, { as: who }))
    }
    expect(await roles.refusal(OpenVacancy, open(), { as: who })).toMatchObject({ status: 404, type: '/problems/no-such-network' })
  }
})

test('the list goes page by page, and who follows it hears of what left it', async () => {
  const own = await givenNetwork(roles)
  const ids = []
  for (let n = 0; n < 3; n++) ids.push(await givenVacancy(roles, own, { roleCode: await newRole() }))
  const asked = { as: await acting(own.coLeaders[0]!.personId) }
  const first = await roles.ask(ListVacancies, { state: 'open', limit: 2 }, asked)
  expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 2))
  const second = await roles.ask(ListVacancies, { state: 'open', limit: 2, after: first.next! }, asked)
  expect(second.items.map(({ id }) => id)).toEqual(ids.slice(2))
  await roles.ask(CloseVacancy, { vacancyId: ids[1]!, reason: 'not-needed' }, asked)
  const since = { state: 'open' as const, updatedSince: first.updatedUntil }
  await expect.poll(async () => (await roles.ask(ListVacancies, since, asked)).gone).toEqual([ids[1]])
})

test('who accepts the role fills it, and had shown interest', async () => {
  const roleCode = await newRole()
  const vacancyId = await givenVacancy(roles, network, { roleCode })
  const personId = await givenPerson(roles, { urns: [network.schools[2]!] })
  const own = { as: await acting(personId) }
  const { id: interestId } = await roles.ask(ExpressInterestInVacancy, { vacancyId }, own)
  const offer = { networkId: network.networkId, personId, roleCode, urn: network.schools[2]!, firstDay: '2026-11-02' }
  const { id: appointmentId } = await roles.ask(OfferAppointment, offer, { as })
  expect(await roles.ask(GetVacancy, { vacancyId }, { as })).toMatchObject({ state: 'open', filled: 0 })
  await roles.ask(AcceptAppointment, { appointmentId }, own)
  expect(await roles.ask(GetVacancy, { vacancyId }, { as })).toMatchObject({ state: 'filled', filled: 1, version: 2 })
  expect(await roles.ask(GetInterest, { interestId }, own)).toMatchObject({ state: 'taken-up', appointmentId, version: 2 })
  expect(await roles.emitted(VacancyAppointedTo, vacancyId)).toMatchObject([{ version: 2, data: { appointmentId, filled: 1 } }])
  expect(await roles.emitted(InterestTakenUp, interestId)).toMatchObject([{ version: 2, data: { personId, appointmentId } }])
})

import type { InputOf } from '@nlc/contracts/define'
import {
  DefineRole,
  GetRole,
  GetVacancy,
  ListRoles,
  ReinstateRole,
  RetireRole,
  ReviseRole,
  RoleDefined,
  RoleDefinitionReinstated,
  RoleDefinitionRetired,
  RoleRevised,
  VacancyClosed,
} from '@nlc/contracts/roles'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { beforeAll, expect, test } from 'vitest'
import { acting, givenNetwork, givenPerson, type NetworkGiven, theClient, theNationalBody } from '../../test/known-under-test.ts'
import { givenRole, givenVacancy } from '../../test/roles-under-test.ts'
import { roles as service } from '../service.ts'

const roles = testService(service)
let as: string
let coLeader: string
let network: NetworkGiven
beforeAll(async () => {
  await roles.clock.set('2026-11-02T12:00:00Z')
  network = await givenNetwork(roles)
  as = await theNationalBody()
  coLeader = await acting(network.coLeaders[0]!.personId)
})

const terms = {
  label: 'Reading champion',
  remit: 'Brings reading to every classroom.',
  takesSchoolTime: true,
  maxMinutesPerWeek: 60,
  needsSubject: false,
}
const own = (code: string): InputOf<typeof DefineRole> => ({ ...terms, networkId: network.networkId, code })
const list = async (input: InputOf<typeof ListRoles>, asWho = as) =>
  (await roles.ask(ListRoles, { limit: 200, ...input }, { as: asWho })).items

test('the national list is there from the start, and was told', async () => {
  const items = await list({}, await theClient('anybody'))
  expect(items).toHaveLength(18)
  const innovator = items.find(({ code }) => code === 'ict-innovator')!
  expect(innovator).toMatchObject({ takesSchoolTime: true, maxMinutesPerWeek: 180, needsSubject: false, state: 'in-use', version: 1 })
  expect(items.find(({ code }) => code === 'subject-coordinator')).toMatchObject({ needsSubject: true })
  expect(items.find(({ code }) => code === 'steering-member')).toMatchObject({ takesSchoolTime: false, maxMinutesPerWeek: 0 })
  expect(await roles.emitted(RoleDefined, innovator.id)).toMatchObject([{ version: 1, data: { roleId: innovator.id, role: innovator } }])
})

test('the national body adds to the national list, a co-leader to that of the network', async () => {
  const national = await roles.ask(
    DefineRole,
    { ...terms, code: 'reading-champion', maxHolders: 2, eligibleCategories: ['teacher'] },
    { as },
  )
  expect(national).toMatchObject({ code: 'reading-champion', maxHolders: 2, eligibleCategories: ['teacher'], state: 'in-use', version: 1 })
  const ours = await roles.ask(DefineRole, own('x-garden-keeper'), { as: coLeader })
  expect(ours).toMatchObject({ code: 'x-garden-keeper', networkId: network.networkId })
  expect(await roles.emitted(RoleDefined, ours.id)).toMatchObject([{ version: 1, data: { role: ours } }])
  const codes = (await list({ networkId: network.networkId }, coLeader)).map(({ code }) => code)
  expect(codes).toEqual(expect.arrayContaining(['reading-champion', 'x-garden-keeper', 'co-leader']))
  expect((await list({})).map(({ code }) => code)).not.toContain('x-garden-keeper')
})

test('a code says whose it is, and is one role’s for good', async () => {
  const refused = (input: InputOf<typeof DefineRole>, asWho: string) => roles.refusal(DefineRole, input, { as: asWho })
  expect(await refused({ ...terms, code: 'x-ours' }, as)).toMatchObject({ status: 422, type: '/problems/code-of-wrong-kind' })
  expect(await refused(own('ours'), coLeader)).toMatchObject({ status: 422, type: '/problems/code-of-wrong-kind' })
  const { roleId } = await givenRole(roles, { networkId: network.networkId, code: 'x-once' })
  await roles.ask(RetireRole, { roleId }, { as: coLeader })
  expect(await refused(own('x-once'), coLeader)).toMatchObject({ status: 409, type: '/problems/role-code-taken' })
  expect(await refused({ ...terms, code: 'coach' }, as)).toMatchObject({ status: 409, type: '/problems/role-code-taken' })
  // Another network's codes are its own.
  const another = await givenNetwork(roles)
  await roles.ask(DefineRole, { ...own('x-once'), networkId: another.networkId }, { as })
})

test('two who define one code at once: one does', async () => {
  const asked = Array.from({ length: 4 }, () => roles.ask(DefineRole, own('x-raced'), { as: coLeader }).then(() => 'defined', String))
  const answers = await Promise.all(asked)
  expect(answers.filter((answer) => answer === 'defined')).toHaveLength(1)
  expect(answers.filter((answer) => answer.includes('role-code-taken'))).toHaveLength(3)
})

test('minutes are school time', async () => {
  const { roleId } = await givenRole(roles)
  for (const wrong of [
    { takesSchoolTime: true, maxMinutesPerWeek: 0 },
    { takesSchoolTime: false, maxMinutesPerWeek: 30 },
  ]) {
    const type = '/problems/minutes-and-school-time-differ'
    expect(await roles.refusal(DefineRole, { ...terms, ...wrong, code: 'wrong' }, { as })).toMatchObject({ status: 422, type })
    expect(await roles.refusal(ReviseRole, { roleId, ...terms, ...wrong }, { as })).toMatchObject({ status: 422, type })
  }
})

test('is described anew as a whole; the same again is told to nobody; what was known before can be asked', async () => {
  const { roleId } = await givenRole(roles, { maxHolders: 3 })
  const before = roles.clock.now().toISOString()
  await roles.clock.advance({ days: 1 })
  const revised = await roles.ask(ReviseRole, { roleId, ...terms, label: 'Reader' }, { as, expectedVersion: 1 })
  expect(revised).toMatchObject({ label: 'Reader', version: 2 })
  expect(revised.maxHolders).toBeUndefined()
  await roles.ask(ReviseRole, { roleId, ...terms, label: 'Reader' }, { as })
  expect(await roles.emitted(RoleRevised, roleId)).toMatchObject([{ version: 2, data: { role: revised } }])
  expect(await roles.ask(GetRole, { roleId, asKnownAt: before }, { as })).toMatchObject({ label: 'Reading champion', maxHolders: 3 })
  expect(await roles.refusal(ReviseRole, { roleId, ...terms }, { as, expectedVersion: 1 })).toMatchObject({ status: 412 })
})

test('is retired once, with its open vacancies, and reinstated once', async () => {
  const { roleId, code } = await givenRole(roles, { networkId: network.networkId })
  const vacancyId = await givenVacancy(roles, network, { roleCode: code })
  expect(await roles.refusal(ReinstateRole, { roleId }, { as: coLeader })).toMatchObject({
    status: 409,
    type: '/problems/role-not-retired',
  })
  expect(await roles.ask(RetireRole, { roleId }, { as: coLeader })).toMatchObject({ state: 'retired', version: 2 })
  expect(await roles.emitted(RoleDefinitionRetired, roleId)).toHaveLength(1)
  expect(await roles.ask(GetVacancy, { vacancyId }, { as })).toMatchObject({ state: 'closed', closeReason: 'role-retired' })
  expect(await roles.emitted(VacancyClosed, vacancyId)).toMatchObject([{ data: { reason: 'role-retired' } }])
  for (const [operation, input] of [
    [RetireRole, { roleId }],
    [ReviseRole, { roleId, ...terms }],
  ] as const)
    expect(await roles.refusal(operation, input, { as: coLeader })).toMatchObject({ status: 409, type: '/problems/role-retired' })
  expect(await roles.ask(ReinstateRole, { roleId }, { as: coLeader })).toMatchObject({ state: 'in-use', version: 3 })
  expect(await roles.emitted(RoleDefinitionReinstated, roleId)).toHaveLength(1)
})

test('every network has co-leaders', async () => {
  const [role] = await list({ code: 'co-leader' })
  expect(await roles.refusal(RetireRole, { roleId: role!.id }, { as })).toMatchObject({
    status: 409,
    type: '/problems/role-needed-by-platform',
  })
})

test('the national list is the national body’s alone; a network’s own its co-leaders’, and looks to strangers like none', async () => {
  const stranger = await acting(await givenPerson(roles))
  const [national] = await list({ code: 'coach' })
  for (const asWho of [coLeader, await theClient('anybody')]) {
    expect(await roles.refusal(DefineRole, { ...terms, code: 'mine' }, { as: asWho })).toMatchObject({
      status: 403,
      scope: 'national-body',
    })
    expect(await roles.refusal(RetireRole, { roleId: national!.id }, { as: asWho })).toMatchObject({ status: 403, scope: 'national-body' })
  }
  const { roleId } = await givenRole(roles, { networkId: network.networkId })
  const missing = { networkId: newId(), roleId: newId() }
  const asked = [
    [DefineRole, { ...own('x-theirs') }, { ...own('x-theirs'), networkId: missing.networkId }],
    [ListRoles, { networkId: network.networkId }, { networkId: missing.networkId }],
    [GetRole, { roleId }, { roleId: missing.roleId }],
    [ReviseRole, { roleId, ...terms }, { roleId: missing.roleId, ...terms }],
    [RetireRole, { roleId }, { roleId: missing.roleId }],
    [ReinstateRole, { roleId }, { roleId: missing.roleId }],
  ] as const
  for (const [operation, theirs, none] of asked) {
    const refusal = await roles.refusal(operation, theirs, { as: stranger })
    expect(refusal.status).toBe(404)
    expect(refusal).toEqual(await roles.refusal(operation, none, { as: stranger }))
  }
  // Whoever could hold one sees what there is, and keeps nothing of it.
  const teacher = await acting(await givenPerson(roles, { urns: [network.schools[2]!] }))
  expect(await roles.ask(GetRole, { roleId }, { as: teacher })).toMatchObject({ id: roleId })
  expect(await roles.refusal(RetireRole, { roleId }, { as: teacher })).toMatchObject({ status: 404, type: '/problems/no-such-role' })
})

test('the list goes page by page, and who follows it hears of what left it', async () => {
  const all = (await list({ networkId: network.networkId })).map(({ code }) => code)
  const paged: string[] = []
  for (let after: string | undefined; ; ) {
    const page = await roles.ask(ListRoles, { networkId: network.networkId, limit: 7, ...(after && { after }) }, { as })
    paged.push(...page.items.map(({ code }) => code))
    after = page.next
    if (!after) break
  }
  expect(paged).toEqual(all)
  const { roleId } = await givenRole(roles)
  const { updatedUntil } = await roles.ask(ListRoles, { state: 'in-use' }, { as })
  await roles.ask(RetireRole, { roleId }, { as })
  await expect
    .poll(async () => (await roles.ask(ListRoles, { state: 'in-use', updatedSince: updatedUntil }, { as })).gone)
    .toContain(roleId)
  expect(await roles.refusal(ListRoles, { after: 'nonsense' }, { as })).toMatchObject({ status: 400, type: '/problems/invalid-input' })
})

/**
 * Roles that no one school's system knows: a primary teacher becomes ICT innovator of her network, her school's software vendor
 * hears of it, and of each way in which such a role changes and ends. Leadership groups are open to staff and governors of every
 * school, and who leads is seen for the whole network. Through the gateway and the vendor's own receiver alone.
 */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { as, type Caller } from './gateway.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import type { SystemUnderTest } from './started-system.ts'
import { startProcesses } from './system-under-test.ts'

let system: SystemUnderTest
let receiver: Receiver
let nationalBody: Caller
let integrator: Caller
let vendor: Caller
let coLeader: Caller
let networkId: string

const today = new Date().toISOString().slice(0, 10)
const through = (person: string) => as(system.sandbox, 'integrator', { person })
/** What one service says, another knows a moment later. */
const soon = <T>(attempt: () => Promise<T>) => vi.waitFor(attempt, { timeout: 60_000, interval: 100 })

beforeAll(async () => {
  ;[system, receiver] = await Promise.all([startProcesses(), startReceiver()])
  nationalBody = await as(system.sandbox, 'nationalBody')
  integrator = await as(system.sandbox, 'integrator')
  vendor = await as(system.sandbox, 'misVendor')
  networkId = system.sandbox.examples!.networks.active
  coLeader = await through(system.sandbox.examples!.people.deputies['900001']!)
}, 240_000)
afterAll(() => Promise.all([system?.stop(), receiver?.stop()]))

/** Who works at a school in a category. */
async function staffAt(urn: string, staffCategory: string): Promise<{ personId: string; id: string }[]> {
  const { body } = await integrator.get(`/v1/employments?urn=${urn}&staffCategory=${staffCategory}`)
  return body.items
}

/** Offered, released where that is needed, accepted; answers the appointment. */
async function appointed(personId: string, urn: string, terms: object = {}): Promise<{ id: string; version: number }> {
  const offer = { personId, networkId, urn, roleCode: 'ict-innovator', minutesPerWeek: 180, firstDay: today, ...terms }
  const offered = await soon(async () => {
    const answer = await coLeader.post('/v1/appointments', offer)
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    return answer.body
  })
  const path = `/v1/appointments/${offered.id}`
  const head = await through(system.sandbox.examples!.people.heads[urn]!)
  expect(await head.post(`${path}/release`)).toMatchObject({ status: 200, body: { state: 'school-agreed' } })
  const accepted = await (await through(personId)).post(`${path}/acceptance`)
  expect(accepted).toMatchObject({ status: 200, body: { state: 'active' } })
  return accepted.body
}

const told = (type: string, appointmentId: string, more: object = {}) =>
  receiver.until(
    (message) =>
      message.type === `nlc.appointment.${type}.v1` &&
      message.data?.id === appointmentId &&
      Object.entries(more).every(([name, value]) => message.data[name] === value),
    `${type} of ${appointmentId}`,
  )

test('a vendor subscribes, and its receiver proves itself', async () => {
  const subscription = await vendor.post('/v1/subscriptions', { name: 'Role changes' })
  expect(subscription).toMatchObject({ status: 201, body: { state: 'active' } })
  const path = `/v1/subscriptions/${subscription.body.id}/webhook`
  const registered = await vendor.post(path, { url: receiver.url, fromNumber: 1 })
  expect(registered.status, JSON.stringify(registered.body)).toBe(201)
  const { keys } = (await vendor.get(`${path}/keys`)).body
  const { publicKey } = keys.find(({ kind }: { kind: string }) => kind === 'ed25519')
  receiver.trust({ secret: registered.body.secret, publicKey })
  await soon(async () => expect((await vendor.get(path)).body.state).toBe('active'))
  // The co-leaders, who were appointed with their network: reported where that was before, else as it is said.
  await receiver.until(
    ({ type, data }) => /^nlc\.appointment\.(reported|confirmed)\.v1$/.test(type) && data.roleCode === 'co-leader',
    'the co-leaders',
  )
})

test('from a vacancy to the receiver: a primary teacher becomes ICT innovator', async () => {
  const [teacher] = await staffAt('900002', 'teacher')
  const { personId } = teacher!

  // Her school's staff list, by exact identifiers: hers and one that nobody has.
  const { trn } = (await nationalBody.get(`/v1/people/${personId}`)).body
  const matched = await vendor.post('/v1/schools/900002/staff-matches', {
    rows: [
      { recipientRef: 'staff-4711', trn },
      { recipientRef: 'staff-4712', trn: '9999999' },
    ],
  })
  expect(matched.body.outcomes).toMatchObject([
    { recipientRef: 'staff-4711', outcome: 'matched', personId },
    { recipientRef: 'staff-4712', outcome: 'none' },
  ])

  const vacancy = await soon(async () => {
    const answer = await coLeader.post(`/v1/networks/${networkId}/vacancies`, { roleCode: 'ict-innovator', minutesPerWeek: 180 })
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    return answer.body
  })
  const interest = await (await through(personId)).post(`/v1/vacancies/${vacancy.id}/interests`, { note: 'I teach coding club.' })
  expect(interest).toMatchObject({ status: 201, body: { state: 'expressed', personId } })

  // More than the role's cap is refused; the person cannot take up what her school has not released; nor does another head release it.
  const offer = { personId, networkId, urn: '900002', roleCode: 'ict-innovator', firstDay: today }
  expect(await coLeader.post('/v1/appointments', { ...offer, minutesPerWeek: 240 })).toMatchObject({
    status: 422,
    body: { type: expect.stringMatching(/over-role-cap$/), maxMinutesPerWeek: 180 },
  })
  const offered = await coLeader.post('/v1/appointments', { ...offer, minutesPerWeek: 180 })
  expect(offered).toMatchObject({ status: 201, body: { state: 'offered' } })
  const path = `/v1/appointments/${offered.body.id}`
  const herself = await through(personId)
  expect(await herself.post(`${path}/acceptance`)).toMatchObject({ status: 409, body: { type: expect.stringMatching(/release-needed$/) } })
  const { heads } = system.sandbox.examples!.people
  expect((await (await through(heads['900003']!)).post(`${path}/release`)).status).toBe(404)
  expect(await (await through(heads['900002']!)).post(`${path}/release`)).toMatchObject({ status: 200, body: { state: 'school-agreed' } })
  expect(await herself.post(`${path}/acceptance`)).toMatchObject({ status: 200, body: { state: 'active' } })

  const message = await told('confirmed', offered.body.id)
  expect(message.data).toMatchObject({
    personId,
    recipientRef: 'staff-4711',
    urn: '900002',
    networkId,
    roleCode: 'ict-innovator',
    minutesPerWeek: 180,
    firstDay: today,
    state: 'active',
  })
  await soon(async () => expect((await coLeader.get(`/v1/vacancies/${vacancy.id}`)).body.state).toBe('filled'))

  // Less time, a pause, and on with it: each a message with the whole record.
  expect((await coLeader.post(`${path}/changes`, { firstDay: dayAfter(today, 7), minutesPerWeek: 120 })).status).toBe(200)
  expect((await told('changed', offered.body.id)).data.periods).toMatchObject([{ minutesPerWeek: 180 }, { minutesPerWeek: 120 }])
  expect((await coLeader.post(`${path}/pausing`, { firstDay: dayAfter(today, 14) })).status).toBe(200)
  await told('paused', offered.body.id)
  expect((await coLeader.post(`${path}/resumption`, { firstDay: dayAfter(today, 28) })).status).toBe(200)
  await told('resumed', offered.body.id)
  expect((await coLeader.post(`${path}/ending`, { lastDay: dayAfter(today, 35), reason: 'completed' })).status).toBe(200)
  await told('ended', offered.body.id, { endReason: 'completed', recipientRef: 'staff-4711' })
})

test('each way in which a role ends reaches the vendor with its reason', async () => {
  const { heads } = system.sandbox.examples!.people
  const [first, second] = await staffAt('900004', 'teacher')
  const [newTeacher] = await staffAt('900005', 'early-career-teacher')
  const [assistant] = await staffAt('900006', 'classroom-assistant')
  const [ofLeavingSchool] = await staffAt('900007', 'teacher')

  const steppedDown = await appointed(first!.personId, '900004')
  expect(
    (await (await through(first!.personId)).post(`/v1/appointments/${steppedDown.id}/ending`, { lastDay: today, reason: 'stepped-down' }))
      .status,
  ).toBe(200)
  await told('ended', steppedDown.id, { endReason: 'stepped-down' })

  const withdrawn = await appointed(second!.personId, '900004')
  const head = await through(heads['900004']!)
  expect((await head.post(`/v1/appointments/${withdrawn.id}/release-withdrawal`, { lastDay: today })).status).toBe(200)
  await told('ended', withdrawn.id, { endReason: 'release-withdrawn' })

  const left = await appointed(newTeacher!.personId, '900005')
  expect((await nationalBody.post(`/v1/employments/${newTeacher!.id}/ending`, { lastDay: today, reason: 'left' })).status).toBe(200)
  await told('ended', left.id, { endReason: 'left-school' })

  // The same person twice in the records, appointed under both.
  const { body: twin } = await nationalBody.post('/v1/people', { name: { given: 'Twin', family: 'Record' } })
  const { body: employment } = await nationalBody.get(`/v1/employments/${assistant!.id}`)
  const { employer, urns, workingDays, fte, staffCategory } = employment
  const employed = { personId: twin.id, firstDay: '2026-09-01', employer, urns, workingDays, fte, staffCategory }
  expect((await nationalBody.post('/v1/employments', employed)).status).toBe(201)
  const kept = await appointed(assistant!.personId, '900006', { minutesPerWeek: 60 })
  const duplicate = await appointed(twin.id, '900006', { minutesPerWeek: 60 })
  expect((await nationalBody.post(`/v1/people/${twin.id}/merging`, { into: assistant!.personId })).status).toBe(200)
  await receiver.until(
    ({ type, data }) => type === 'nlc.person.merged.v1' && data.personId === twin.id && data.intoPersonId === assistant!.personId,
    'the merge',
  )
  const both = [kept.id, duplicate.id]
  const { data: voided } = await receiver.until(
    ({ type, data }) => type === 'nlc.appointment.voided.v1' && both.includes(data.id),
    'voided',
  )
  expect(voided.endReason).toBe('merged-duplicate')
  const standing = both.find((id) => id !== voided.id)
  expect((await coLeader.get(`/v1/appointments/${standing}`)).body).toMatchObject({ state: 'active', personId: assistant!.personId })

  const corrected = await appointed(ofLeavingSchool!.personId, '900007')
  const { body: before } = await coLeader.get(`/v1/appointments/${corrected.id}`)
  const [period] = before.periods
  const correction = { periods: [{ ...period, minutesPerWeek: 90 }], explanation: 'It was agreed at an hour and a half.' }
  const answered = await coLeader.post(`/v1/appointments/${corrected.id}/correction`, correction)
  expect(answered.status, JSON.stringify(answered.body)).toBe(200)
  await told('corrected', corrected.id, { minutesPerWeek: 90 })
  const { items } = (await nationalBody.get('/v1/schools/900007/memberships')).body
  const { id: membershipId } = items.find((membership: { networkId: string }) => membership.networkId === networkId)
  const leaving = await (await through(heads['900007']!)).post(`/v1/school-memberships/${membershipId}/leaving`, {
    lastDay: today,
    reason: 'at-its-own-wish',
  })
  expect(leaving.status, JSON.stringify(leaving.body)).toBe(200)
  await told('ended', corrected.id, { endReason: 'school-left-network' })
})

test('leadership groups are open to staff and governors of every school', async () => {
  const { deputies, heads } = system.sandbox.examples!.people
  const founder = await through(deputies['900001']!)
  const group = await founder.post(`/v1/networks/${networkId}/leadership-groups`, {
    name: 'Transition',
    focus: 'Children who change school go on reading where they stopped.',
    learningLevel: 'school-to-school',
    outcomesForPupils: 'Pupils who change school lose no reading age in the first term.',
    urn: '900001',
  })
  expect(group.status, JSON.stringify(group.body)).toBe(201)
  const [assistant] = await staffAt('900003', 'classroom-assistant')
  const joining = await (await through(assistant!.personId)).post(`/v1/leadership-groups/${group.body.id}/members`, { urn: '900003' })
  expect(joining.status, JSON.stringify(joining.body)).toBe(201)
  // Of a school that is not in the network.
  const stranger = await through(heads['900011'] ?? heads['900027']!)
  expect((await stranger.post(`/v1/leadership-groups/${group.body.id}/members`, { urn: '900003' })).status).toBeGreaterThanOrEqual(400)
  const members = await founder.get(`/v1/leadership-groups/${group.body.id}/memberships`)
  expect(members.body.items.map(({ personId }: { personId: string }) => personId).sort()).toEqual(
    [deputies['900001'], assistant!.personId].sort(),
  )
})

test('who leads is seen, and a warning says when one school dominates', async () => {
  const before = await coLeader.get(`/v1/networks/${networkId}/leadership-distribution`)
  expect(before).toMatchObject({ status: 200, body: { networkId } })
  expect(before.body.schools.index).toBeGreaterThan(0)
  expect(before.body.warnings).toEqual([])
  for (const { personId } of await staffAt('900003', 'teacher')) {
    for (const roleCode of ['facilitator', 'coach', 'lead-walker', 'consultant'])
      await appointed(personId, '900003', { roleCode, minutesPerWeek: 30 })
  }
  const after = await coLeader.get(`/v1/networks/${networkId}/leadership-distribution`)
  expect(after.body.schools.index).toBeGreaterThan(before.body.schools.index)
  expect(after.body.warnings).toMatchObject([{ kind: 'one-school', urn: '900003', sentence: expect.stringContaining('900003') }])
})

test('a network that is dissolved ends its roles, and the vendor hears it; nothing came wrongly signed, and each person’s in order', async () => {
  const [teacher] = await staffAt('900003', 'support-staff')
  const last = await appointed(teacher!.personId, '900003')
  expect((await nationalBody.post(`/v1/networks/${networkId}/dissolution`, { reason: 'completed' })).status).toBe(200)
  await told('ended', last.id, { endReason: 'network-dissolved' })
  expect(receiver.faults).toEqual([])
  const bySubject = Map.groupBy(receiver.received, ({ subject }) => subject)
  for (const [subject, messages] of bySubject) {
    const numbers = messages.map(({ sequence }) => Number(sequence))
    expect(numbers, subject).toEqual(numbers.toSorted((a, b) => a - b))
  }
})

/** `days` after a calendar date. */
function dayAfter(date: string, days: number): string {
  const day = new Date(`${date}T12:00:00Z`)
  day.setUTCDate(day.getUTCDate() + days)
  return day.toISOString().slice(0, 10)
}

/**
 * What networks do together, through the gateway alone: innovators who meet at a different school each term, a day for one year group
 * taught by pairs from six schools, induction for 45 new teachers at each school in turn, a development day for a whole town, and a
 * term that is planned at the push of a button.
 */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Answer, as, type Caller } from './gateway.ts'
import type { SystemUnderTest } from './started-system.ts'
import { startSystemUnderTest } from './system-under-test.ts'

let system: SystemUnderTest
let nationalBody: Caller
let integrator: Caller
let coLeader: Caller
let networkId: string
let schools: string[]
let heads: Readonly<Record<string, string>>

beforeAll(async () => {
  system = await startSystemUnderTest()
  nationalBody = await as(system.sandbox, 'nationalBody')
  integrator = await as(system.sandbox, 'integrator')
  const { networks, people } = system.sandbox.examples!
  networkId = networks.active
  heads = people.heads
  coLeader = await through(people.deputies['900001']!)
  schools = Array.from({ length: 7 }, (_, index) => String(900_001 + index))
}, 240_000)
afterAll(() => system?.stop())

const through = (person: string) => as(system.sandbox, 'integrator', { person })
const headOf = (urn: string) => through(heads[urn]!)
/** What one service says, another knows a moment later. */
const soon = <T>(attempt: () => Promise<T>) => vi.waitFor(attempt, { timeout: 60_000, interval: 100 })
const problem = (name: string) => expect.stringMatching(new RegExp(`/${name}$`))

/** The body of an answer with this status. */
function answered({ status, body }: Answer, expected = 201) {
  expect(status, JSON.stringify(body)).toBe(expected)
  return body
}

async function inParallel<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let at = 0; at < items.length; at += 8) results.push(...(await Promise.all(items.slice(at, at + 8).map(run))))
  return results
}

/** A day on which there are lessons at all of these schools, from `weeks` ahead on. */
async function schoolDay(weeks: number, urns = schools): Promise<string> {
  const firstDay = new Date(Date.now() + weeks * 7 * 86_400_000).toISOString().slice(0, 10)
  const lastDay = new Date(Date.now() + (weeks * 7 + 120) * 86_400_000).toISOString().slice(0, 10)
  const open = await inParallel(urns, async (urn) => {
    const { items } = answered(await integrator.get(`/v1/schools/${urn}/school-days?firstDay=${firstDay}&lastDay=${lastDay}`), 200)
    return items.filter(({ kind }: { kind: string }) => kind === 'pupils').map(({ day }: { day: string }) => day)
  })
  return open[0]!.find((day: string) => open.every((days) => days.includes(day)))!
}

/** As UTC, of an hour in London. */
function london(day: string, hour: number): string {
  const noon = new Date(`${day}T12:00:00Z`)
  const shown = Number(new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', hourCycle: 'h23' }).format(noon))
  return new Date(Date.parse(`${day}T00:00:00Z`) + (hour - (shown - 12)) * 3_600_000).toISOString()
}
const during = (day: string, from: number, to: number) => ({ startsAt: london(day, from), endsAt: london(day, to) })
const at = (urn: string) => ({ place: { kind: 'school', urn } })

/** Confirmed by its host, where it has one, and published. */
async function published(activity: { id: string; place: { urn?: string } }, by = coLeader): Promise<void> {
  const { urn } = activity.place
  if (urn !== undefined) answered(await (await headOf(urn)).post(`/v1/activities/${activity.id}/confirmation`), 200)
  answered(await by.post(`/v1/activities/${activity.id}/publication`), 200)
}

async function staffAt(urn: string, staffCategory = 'teacher'): Promise<string[]> {
  const { items } = answered(await integrator.get(`/v1/employments?urn=${urn}&staffCategory=${staffCategory}&limit=50`), 200)
  return items.map(({ personId }: { personId: string }) => personId)
}

test('ICT innovators meet at a different school each term, and a whole day is spent from pooled minutes', async () => {
  const [teacher] = (await staffAt('900002')) as [string]
  const innovator = await through(teacher)
  const today = new Date().toISOString().slice(0, 10)
  const offer = { personId: teacher, networkId, urn: '900002', roleCode: 'ict-innovator', minutesPerWeek: 180, firstDay: today }
  const appointment = await soon(async () => answered(await coLeader.post('/v1/appointments', offer)))
  answered(await (await headOf('900002')).post(`/v1/appointments/${appointment.id}/release`), 200)
  answered(await innovator.post(`/v1/appointments/${appointment.id}/acceptance`), 200)

  // Six school weeks from now, twelve, and twenty-four: each at another school, or it is refused.
  const meetings: { id: string; place: { urn: string } }[] = []
  for (const [index, weeks] of [6, 16, 30].entries()) {
    const terms = {
      kind: 'meeting',
      title: 'ICT innovators',
      inTurn: true,
      capacity: 20,
      minutes: 300,
      ...during(await schoolDay(weeks), 9, 15),
    }
    if (index > 0) {
      const again = await coLeader.post(`/v1/networks/${networkId}/activities`, { ...terms, ...at(meetings[index - 1]!.place.urn) })
      expect(again).toMatchObject({ status: 409, body: { type: problem('not-in-turn') } })
      expect(again.body.due).not.toContain(meetings[index - 1]!.place.urn)
    }
    const host = ['900001', '900003', '900006'][index]!
    const meeting = answered(await coLeader.post(`/v1/networks/${networkId}/activities`, { ...terms, ...at(host) }))
    await published(meeting)
    meetings.push(meeting)
  }
  const [first] = meetings
  const booked = await soon(async () =>
    answered(await innovator.post(`/v1/activities/${first!.id}/bookings`, { appointmentId: appointment.id })),
  )
  expect(booked).toMatchObject({
    state: 'accepted',
    minutes: 300,
    takenFrom: 'teaching',
    homeUrn: '900002',
    coverNeeded: true,
    escorted: true,
  })
  const day = booked.startsAt.slice(0, 10)
  await soon(async () => {
    const balance = answered(await innovator.get(`/v1/appointments/${appointment.id}/time-balance?asAt=${day}`), 200)
    expect(balance).toMatchObject({ spent: 300 })
    expect(balance.accrued).toBeGreaterThanOrEqual(300)
  })

  // Given up, the minutes are back; a visit to her own school, and one on the same day elsewhere, are refused.
  answered(await innovator.post(`/v1/bookings/${booked.id}/cancellation`), 200)
  await soon(async () => {
    const balance = answered(await innovator.get(`/v1/appointments/${appointment.id}/time-balance?asAt=${day}`), 200)
    expect(balance.spent).toBe(0)
  })
  const visit = { kind: 'visit', purpose: 'shadowing', capacity: 2, ...during(day, 10, 12) }
  const own = answered(await innovator.post(`/v1/networks/${networkId}/activities`, { ...visit, ...at('900002') }))
  await published(own)
  expect(await innovator.post(`/v1/activities/${own.id}/bookings`)).toMatchObject({ status: 409, body: { type: problem('own-school') } })
  const elsewhere = answered(await innovator.post(`/v1/networks/${networkId}/activities`, { ...visit, ...at('900007') }))
  await published(elsewhere)
  answered(await innovator.post(`/v1/activities/${elsewhere.id}/bookings`))
  expect(await innovator.post(`/v1/activities/${first!.id}/bookings`, { appointmentId: appointment.id })).toMatchObject({
    status: 409,
    body: { type: problem('twice-at-once') },
  })

  // Snow: the school closes on the day, what it hosts is cancelled, and who was to come is free.
  const head = await headOf('900007')
  answered(await head.post('/v1/schools/900007/calendar-entries', { kind: 'closure', firstDay: day, label: 'Snow' }))
  expect((await innovator.get(`/v1/activities/${elsewhere.id}`)).body).toMatchObject({
    state: 'cancelled',
    cancelReason: 'school-closed-on-day',
  })
  answered(await innovator.post(`/v1/activities/${first!.id}/bookings`, { appointmentId: appointment.id }))
})

test('a Super Learning Day for Year 8: pairs from six schools teach in a seventh', async () => {
  const host = '900001'
  const terms = {
    kind: 'super-learning-day',
    yearGroup: 8,
    title: 'Rivers',
    capacity: 12,
    minutes: 300,
    ...during(await schoolDay(3), 9, 15),
  }
  const day = answered(await coLeader.post(`/v1/networks/${networkId}/activities`, { ...terms, ...at(host) }))
  const path = `/v1/activities/${day.id}`
  const teachers = Object.fromEntries(await inParallel(schools.slice(1), async (urn) => [urn, (await staffAt(urn)).at(-1)!] as const))
  const pairUp = (a: string, b: string) => coLeader.post(`${path}/pairs`, { personIds: [a, b] })
  const [same, other] = (await staffAt('900003')) as [string, string]
  expect(await pairUp(same, other)).toMatchObject({ status: 409, body: { type: problem('pair-from-one-school'), urn: '900003' } })
  expect(await pairUp(same, (await staffAt(host))[0]!)).toMatchObject({ status: 409, body: { type: problem('pair-from-host') } })
  const pairs = []
  for (const [a, b] of [
    ['900002', '900003'],
    ['900004', '900006'],
    ['900005', '900007'],
  ] as const)
    pairs.push(answered(await pairUp(teachers[a]!, teachers[b]!)))

  const head = await headOf(host)
  answered(await head.post(`${path}/confirmation`), 200)
  expect(await coLeader.post(`${path}/publication`)).toMatchObject({ status: 409, body: { missing: 'timetable-suspension' } })
  answered(await head.post(`${path}/timetable-suspension`), 200)
  answered(await coLeader.post(`${path}/publication`), 200)
  for (const { members } of pairs)
    for (const { bookingId, personId } of members)
      answered(await (await through(personId)).post(`/v1/bookings/${bookingId}/acceptance`), 200)
  const { items } = answered(await coLeader.get(`${path}/pairs`), 200)
  expect(items).toHaveLength(3)
  expect(items.every(({ stands }: { stands: boolean }) => stands)).toBe(true)

  // Reception knows who comes, and who is to be escorted.
  const urn = '900002'
  const assurance = { personId: teachers[urn], urn, firstDay: '2026-09-01', lastDay: '2029-08-31' }
  answered(await (await headOf(urn)).post('/v1/assurances', assurance))
  const arrivals = answered(await head.get(`/v1/schools/${host}/arrivals?onDay=${day.startsAt.slice(0, 10)}`), 200).items
  expect(arrivals).toHaveLength(6)
  expect(arrivals.filter(({ escorted }: { escorted: boolean }) => !escorted)).toMatchObject([{ personId: teachers[urn] }])
})

test('45 newly qualified teachers, four schools, sessions in turn, and a fifth joins next year', async () => {
  const four = ['900001', '900002', '900003', '900004']
  const newTeachers = await inParallel(
    Array.from({ length: 45 }, (_, index) => index),
    async (index) => {
      const { id: personId } = answered(await nationalBody.post('/v1/people', { name: { given: 'New', family: `Teacher ${index + 1}` } }))
      const urn = four[index % 4]!
      answered(
        await nationalBody.post('/v1/employments', {
          ...{ personId, employer: { kind: 'governing-body', reference: urn }, urns: [urn], firstDay: '2026-09-01', fte: 1 },
          ...{ workingDays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], staffCategory: 'early-career-teacher' },
        }),
      )
      return personId as string
    },
  )
  const [year] = (await academicYears()) as [string]
  const coordinator = (await staffAt('900003', 'middle-leader'))[0] ?? (await staffAt('900003'))[0]!
  const terms = { kind: 'induction', title: 'Joint induction', academicYear: year, urns: four, coordinatorIds: [coordinator] }
  const programme = await soon(async () => answered(await coLeader.post(`/v1/networks/${networkId}/shared-programmes`, terms)))
  const path = `/v1/shared-programmes/${programme.id}`
  const planner = await through(coordinator)
  const enrolled = await soon(async () =>
    answered(await planner.post(`${path}/participants`, { personIds: newTeachers, cohort: 'Autumn' })),
  )
  expect(enrolled).toEqual({ enrolled: 45, alreadyEnrolled: 0 })

  const held: string[] = []
  for (const [index, urn] of four.entries()) {
    const when = during(await schoolDay(5 + 3 * index, four), 13, 15)
    const leaderId = (await staffAt(urn))[0]
    const session = { title: `Session ${index + 1}`, ...when, leaderId, expertise: 'Behaviour for learning' }
    if (index > 0)
      expect(await planner.post(`${path}/sessions`, { ...session, ...at(held[0]!) })).toMatchObject({
        status: 409,
        body: { type: problem('not-in-turn'), due: four.slice(index) },
      })
    const planned = answered(await planner.post(`${path}/sessions`, { ...session, ...at(urn) }))
    await published(planned, planner)
    held.push(urn)
    const places = answered(await planner.get(`/v1/activities/${planned.id}/places`), 200)
    expect(places).toMatchObject({ taken: 45, waiting: 0 })
  }

  // The year after, with a welcome evening on neutral ground and a fifth school, which takes its turn in the next round.
  answered(await coLeader.post(`${path}/ending`), 200)
  const [, next] = (await academicYears()) as [string, string]
  const five = [...four, '900006']
  const grown = answered(
    await coLeader.post(`/v1/networks/${networkId}/shared-programmes`, {
      ...terms,
      academicYear: next,
      urns: five,
      continues: programme.id,
    }),
  )
  const evening = { title: 'Welcome evening', place: { kind: 'neutral', name: 'Guildhall' }, ...during(await schoolDay(46, five), 18, 20) }
  const welcome = answered(await planner.post(`/v1/shared-programmes/${grown.id}/sessions`, evening))
  expect(welcome).toMatchObject({ inTurn: false, programmeId: grown.id })
  const first = { title: 'Session 5', ...during(await schoolDay(48, five), 13, 15) }
  expect(await planner.post(`/v1/shared-programmes/${grown.id}/sessions`, { ...first, ...at('900004') })).toMatchObject({
    status: 409,
    body: { due: expect.arrayContaining(['900001', '900006']) },
  })
  answered(await planner.post(`/v1/shared-programmes/${grown.id}/sessions`, { ...first, ...at('900006') }))
})

/** This one, and those after it. */
async function academicYears(): Promise<string[]> {
  const now = new Date()
  const autumn = now.getUTCMonth() >= 8 ? now.getUTCFullYear() : now.getUTCFullYear() - 1
  return [autumn, autumn + 1].map((year) => `${year}-${String((year + 1) % 100).padStart(2, '0')}`)
}

test('a development day of 17 schools and 60 guests: the last ones wait, and move up', async () => {
  const { schools: examples, people } = system.sandbox.examples!
  const forming = Array.from({ length: 6 }, (_, index) => String(900_021 + index))
  const trust = ['900010', '900011', '900012', '900019']
  const seventeen = [...examples.free, ...forming, ...trust]
  expect(new Set(seventeen).size).toBe(17)
  const town = await becomeNetwork(seventeen)
  const leader = await through(people.deputies[examples.free[0]!]!)

  const when = during(await schoolDay(4, seventeen.slice(0, 3)), 9, 15)
  const terms = { kind: 'development-day', title: 'Our town', place: { kind: 'neutral', name: 'Town hall' }, capacity: 75, ...when }
  const day = await soon(async () => answered(await leader.post(`/v1/networks/${town}/activities`, terms)))
  await published(day, leader)
  const path = `/v1/activities/${day.id}`

  // One of each school, as they come, and then the guests.
  const representatives = await inParallel(seventeen, async (urn) => {
    const head = await headOf(urn)
    return soon(async () => answered(await head.post(`${path}/bookings`)))
  })
  expect(representatives.map(({ state }) => state)).toEqual(seventeen.map(() => 'accepted'))
  const guests = []
  for (let index = 1; index <= 60; index++)
    guests.push(answered(await leader.post(`${path}/guest-bookings`, { name: `Guest ${index}`, organisation: 'Residents' })))
  expect(guests.map(({ state }) => state)).toEqual([...Array(58).fill('accepted'), 'waiting', 'waiting'])
  expect(answered(await leader.get(`${path}/places`), 200)).toMatchObject({ taken: 75, waiting: 2 })

  // Two give up their places: who waited longest moves up first.
  for (const [index, booking] of [guests[3], representatives[16]].entries()) {
    answered(await leader.post(`/v1/bookings/${booking.id}/cancellation`), 200)
    const { items } = answered(await leader.get(`/v1/bookings?activityId=${day.id}&state=waiting`), 200)
    expect(items.map(({ id }: { id: string }) => id)).toEqual(index === 0 ? [guests[59].id] : [])
  }

  // Everybody was asked which role they could take on.
  const head = await headOf(seventeen[1]!)
  answered(await head.put(`/v1/bookings/${representatives[1].id}/role-offers`, { roleCodes: ['community-link'] }), 200)
  await soon(async () => {
    const { items } = answered(await leader.get(`/v1/interests?networkId=${town}`), 200)
    expect(items).toMatchObject([{ personId: heads[seventeen[1]!], roleCodes: ['community-link'], state: 'expressed' }])
  })
  // A guest's name is nobody else's to see.
  const seen = answered(await nationalBody.get(`/v1/bookings/${guests[0].id}`), 200)
  expect(seen.guest).toEqual({ name: 'Guest 1', organisation: 'Residents' })
  expect((await integrator.get(`/v1/bookings/${guests[0].id}`)).status).toBe(404)
})

/** Applied for by deputies of the first two, approved, agreed and signed by all. */
async function becomeNetwork(urns: readonly string[]): Promise<string> {
  const { deputies } = system.sandbox.examples!.people
  const coLeaders = urns.slice(0, 2).map((urn) => ({ personId: deputies[urn]!, urn }))
  const applicant = await through(coLeaders[0]!.personId)
  const application = answered(
    await applicant.post('/v1/applications', {
      ...{ kind: 'school-network', name: 'Whole-town learning', focus: 'Leadership between schools', learningLevels: ['leadership'] },
      ...{ schools: urns, coLeaders },
    }),
  )
  const path = `/v1/applications/${application.id}`
  answered(await applicant.post(`${path}/submission`), 200)
  answered(await nationalBody.post(`${path}/review`), 200)
  const { networkId: formed } = answered(await nationalBody.post(`${path}/decision`, { decision: 'approve-funded' }), 200)
  const { id: agreementId } = answered(
    await applicant.post(`/v1/networks/${formed}/agreements`, { text: 'Each school hosts in its turn.' }),
  )
  answered(await nationalBody.post(`/v1/agreements/${agreementId}/issue`), 200)
  for (const urn of urns) answered(await (await headOf(urn)).post(`/v1/agreements/${agreementId}/signatures`, { urn }), 200)
  return formed
}

test('a term is planned and published; a host is snowed in, and the MIS of the visitors’ schools hears of both', async () => {
  const day = await schoolDay(3)
  const lastDay = [plusWeeks(day, 5), `${Number(day.slice(0, 4)) + (day.slice(5) > '08-31' ? 1 : 0)}-08-31`].toSorted()[0]!
  for (const urn of ['900003', '900004']) {
    const offer = { urn, activities: ['visit'], firstDay: day, lastDay, capacity: 4 }
    answered(await (await headOf(urn)).post(`/v1/networks/${networkId}/host-offers`, offer))
  }
  const vendor = await as(system.sandbox, 'misVendor')
  const types = ['visit.booked', 'visit.moved', 'visit.cancelled']
  const { id: subscriptionId } = answered(await vendor.post('/v1/subscriptions', { name: 'Cover', filter: { types } }))
  interface Told {
    readonly type: string
    readonly data: { id: string; personId: string; urn: string; startsAt: string; awayFrom: string }
  }
  const booked: string[] = []
  /** Of these visits: what else needs cover lies in the mailbox, too. */
  const told = async () => {
    const items: Told[] = answered(await vendor.get(`/v1/subscriptions/${subscriptionId}/messages?limit=500`), 200).items
    return items.filter(({ data }) => booked.includes(data.id))
  }

  const visitors = [(await staffAt('900001')).at(-1)!, (await staffAt('900005')).at(-1)!]
  const demand = { name: 'shadowing', kind: 'visit', purpose: 'shadowing', startsAt: '09:00', minutes: 300, personIds: visitors }
  const periods = [{ firstDay: day, lastDay }]
  const asked = await coLeader.post(`/v1/networks/${networkId}/plans`, { firstDay: day, lastDay, demands: [{ ...demand, periods }] })
  const plan = await soon(async () => {
    const now = answered(await coLeader.get(`/v1/plans/${answered(asked).id}`), 200)
    expect(now.state).not.toBe('planning')
    return now
  })
  expect(plan).toMatchObject({ state: 'planned', gap: 0 })
  const { activityIds } = answered(await coLeader.post(`/v1/plans/${plan.id}/publication`), 200)
  for (const [i, activityId] of activityIds.entries()) {
    const { personIds, urn } = plan.placements[i]
    expect(['900003', '900004']).toContain(urn)
    const visitor = await through(personIds[0])
    const { items } = answered(await visitor.get(`/v1/bookings?activityId=${activityId}`), 200)
    const accepted = answered(await visitor.post(`/v1/bookings/${items[0].id}/acceptance`), 200)
    expect(accepted).toMatchObject({ state: 'accepted', coverNeeded: true })
    booked.push(accepted.id)
  }
  await soon(async () => expect((await told()).map(({ data }) => data.personId).toSorted()).toEqual(visitors.toSorted()))
  for (const { type, data } of await told()) {
    expect([type, data.urn]).toEqual(['nlc.visit.booked.v1', data.personId === visitors[0] ? '900001' : '900005'])
    expect(data.awayFrom < data.startsAt).toBe(true)
  }

  const { urn, startsAt, personIds } = plan.placements[0]
  const closure = { kind: 'closure', firstDay: startsAt.slice(0, 10), label: 'Snow' }
  answered(await (await headOf(urn)).post(`/v1/schools/${urn}/calendar-entries`, closure))
  await soon(async () => {
    const cancelled = (await told()).filter(({ type }) => type === 'nlc.visit.cancelled.v1')
    expect(cancelled.map(({ data }) => data.personId)).toEqual(expect.arrayContaining(personIds))
  })
  const again = answered(await coLeader.post(`/v1/plans/${plan.id}/replans`))
  const replanned = await soon(async () => {
    const now = answered(await coLeader.get(`/v1/plans/${again.id}`), 200)
    expect(now.state).not.toBe('planning')
    return now
  })
  expect(replanned).toMatchObject({ state: 'planned', replans: plan.id, changed: expect.arrayContaining([plan.placements[0].occasion]) })
})

const plusWeeks = (day: string, weeks: number) => new Date(Date.parse(day) + weeks * 7 * 86_400_000).toISOString().slice(0, 10)

/** What becomes a message, and for whom. */
import { SchoolChanged } from '@nlc/contracts/membership'
import { AppointmentDeclined, AppointmentOffered, AppointmentReleased, AppointmentWithdrawn } from '@nlc/contracts/roles'
import { ChangeSubscription, PauseSubscription } from '@nlc/contracts/subscriptions'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { subscriptionsUnderTest } from '../../test/subscriptions-under-test.ts'
import {
  appointment,
  asVendor,
  fewAtOnce,
  kindOf,
  kinds,
  newClient,
  newUrn,
  period,
  plusDays,
  vendorsUnderTest,
} from '../../test/vendors-under-test.ts'
import { opening } from './who-may-see-what.ts'

const subscriptions = subscriptionsUnderTest()
const given = vendorsUnderTest(subscriptions)

let client: string
let urn: string
let other: string
beforeEach(async () => {
  client = newClient()
  urn = await given.school()
  other = await given.school({ laCode: '942' })
})

describe('a school that shares', () => {
  let mailbox: string
  beforeEach(async () => {
    mailbox = await given.subscribe(client)
    await given.sharing(client, urn)
    await subscriptions.idle()
  })
  const told = async () => (await given.messages(mailbox, client)).filter(({ type }) => !type.includes('sharing'))

  test('what is at hand together is told as one after the other would be: versions of one appointment, and who covers it', async () => {
    const absent = appointment([period(urn)])
    const cover = appointment([period(urn)], { covers: absent.id })
    const dropped = appointment([period(urn)])
    const less = (minutesPerWeek: number) => ({ ...absent, periods: [period(urn, { minutesPerWeek })] })
    let said: Promise<unknown> = Promise.resolve()
    await subscriptions.sql.transaction().execute(async (db) => {
      // Whoever tells waits for it: the first alone, and what is said meanwhile is at hand together when it is let go.
      await opening(db)
      said = Promise.all([
        given.confirm(appointment([period(urn)])),
        given.confirm(absent),
        given.confirm(cover),
        given.change(less(90)),
        given.confirm(dropped),
        given.change(less(60)),
        given.void(dropped),
      ])
      await vi.waitUntil(async () => {
        const { rows } = await sql<{ n: number }>`
          select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted`.execute(subscriptions.sql)
        return rows[0]!.n > 0
      })
    })
    await said
    const messages = await told()
    const of = ({ id }: { id: string }) => messages.filter(({ data }) => data?.id === id)
    expect(kinds(of(absent))).toEqual(['appointment.confirmed', 'appointment.changed', 'appointment.changed'])
    expect(of(absent).map(({ data }) => data?.minutesPerWeek)).toEqual([absent.periods[0]!.minutesPerWeek, 90, 60])
    expect(of(cover).map(({ data }) => data?.covers)).toEqual([absent.id])
    expect(kinds(of(dropped))).toEqual(['appointment.confirmed', 'appointment.voided'])
    expect(messages.map(({ sequence }) => Number(sequence))).toEqual([...messages].map((_, n) => Number(messages[0]!.sequence) + n))
  })

  test('is told of from the acceptance to the end, with the whole record each time, and the version that it replaces', async () => {
    const first = appointment([period(urn)], { subject: 'mathematics' })
    await given.confirm(first)
    const less = {
      ...first,
      periods: [period(urn, { lastDay: '2026-10-31' }), period(urn, { firstDay: '2026-11-01', minutesPerWeek: 60 })],
    }
    await given.change(less)
    await given.pause({ ...less, periods: [less.periods[0]!, { ...less.periods[1]!, paused: true }] })
    await given.resume(less)
    const over = {
      ...less,
      periods: [less.periods[0]!, { ...less.periods[1]!, lastDay: '2027-07-20' }],
      lastDay: '2027-07-20',
      endReason: 'completed' as const,
    }
    await given.end(over)
    const messages = await told()
    expect(kinds(messages)).toEqual(['confirmed', 'changed', 'paused', 'resumed', 'ended'].map((what) => `appointment.${what}`))
    expect(messages.map(({ subject }) => subject)).toEqual(messages.map(() => first.personId))
    expect(messages[0]!.data).toMatchObject({
      id: first.id,
      version: 1,
      personId: first.personId,
      urn,
      networkId: first.networkId,
      roleCode: 'ict-innovator',
      subject: 'mathematics',
      minutesPerWeek: 180,
      firstDay: '2026-09-01',
      recordedAt: first.recordedAt,
    })
    expect(messages[0]!.data).not.toHaveProperty('supersedes')
    expect(messages.slice(1).map(({ data }) => [data!.version, data!.supersedes])).toEqual([
      [2, 1],
      [3, 2],
      [4, 3],
      [5, 4],
    ])
    expect(messages[4]!.data).toMatchObject({ lastDay: '2027-07-20', endReason: 'completed' })
  })

  test('corrected and voided', async () => {
    const record = appointment([period(urn)])
    await given.confirm(record)
    await given.correct({ ...record, periods: [period(urn, { firstDay: '2026-09-08' })], firstDay: '2026-09-08' })
    await given.void(record)
    const messages = await told()
    expect(kinds(messages)).toEqual(['appointment.confirmed', 'appointment.corrected', 'appointment.voided'])
    expect(messages[2]!.data).toMatchObject({ id: record.id, state: 'voided', version: 3, supersedes: 2 })
    await given.void({ ...record, version: 4 })
    expect(await told()).toHaveLength(3)
  })

  test('offers, releases, refusals and withdrawals stay inside', async () => {
    const offered = appointment([period(urn)], { state: 'offered' })
    const data = { appointmentId: offered.id, appointment: offered }
    await subscriptions.given(AppointmentOffered, data)
    await subscriptions.given(AppointmentReleased, { ...data, appointment: { ...offered, state: 'school-agreed' } })
    await subscriptions.given(AppointmentDeclined, { ...data, appointment: { ...offered, state: 'declined' }, by: 'person' })
    const taken = appointment([period(urn)], { state: 'offered' })
    await subscriptions.given(AppointmentOffered, { appointmentId: taken.id, appointment: taken })
    await subscriptions.given(AppointmentWithdrawn, { appointmentId: taken.id, appointment: { ...taken, state: 'withdrawn' } })
    expect(await told()).toEqual([])
    expect(
      (await sql`select from known_appointment where id in (${offered.id}, ${taken.id}) and not held`.execute(subscriptions.sql)).rows,
    ).toHaveLength(2)
  })

  test('of a cover the covered one is named where it is shared, too', async () => {
    const covered = appointment([period(urn)])
    const hidden = appointment([period(other)])
    await given.confirm(covered)
    await given.confirm(hidden)
    await given.confirm(appointment([period(urn)], { covers: covered.id }))
    await given.confirm(appointment([period(urn)], { covers: hidden.id }))
    expect((await told()).map(({ data }) => data!.covers)).toEqual([undefined, covered.id, undefined])
  })

  test('a school that does not share is not told of, and nothing of it is said with one that does', async () => {
    await given.confirm(appointment([period(other)]))
    const moves = appointment([period(urn, { lastDay: '2026-12-31' }), period(other, { firstDay: '2027-01-01' })])
    await given.confirm(moves)
    const messages = await told()
    expect(messages).toHaveLength(1)
    expect(JSON.stringify(messages)).not.toContain(other)
  })

  test('a change of school is an end to whom the one shares with, and is confirmed to whom the other does', async () => {
    const neighbour = newClient()
    const theirs = await given.subscribe(neighbour)
    await given.sharing(neighbour, other)
    const record = appointment([period(urn)])
    await given.confirm(record)
    const moved = { ...record, periods: [period(urn, { lastDay: '2026-12-31' }), period(other, { firstDay: '2027-01-01' })] }
    await given.change(moved)
    expect(kinds(await told())).toEqual(['appointment.confirmed', 'appointment.ended'])
    expect((await told())[1]!.data).toMatchObject({ lastDay: '2026-12-31' })
    const heard = (await given.messages(theirs, neighbour)).slice(1)
    expect(kinds(heard)).toEqual(['appointment.confirmed'])
    expect(heard[0]!.data).toMatchObject({ urn: other, firstDay: '2027-01-01' })
    await given.end({ ...moved, periods: [moved.periods[0]!, { ...moved.periods[1]!, lastDay: '2027-07-31' }], endReason: 'completed' })
    expect(await told()).toHaveLength(2)
    expect(kindOf((await given.messages(theirs, neighbour)).at(-1)!)).toBe('appointment.ended')
  })

  test('an agreement on other classes of data opens nothing here', async () => {
    await given.sharing(client, other, { dataClasses: ['people', 'employments'] })
    await given.confirm(appointment([period(other)]))
    expect(await given.messages(mailbox, client)).toHaveLength(1)
  })

  test('an event that comes again is told once', async () => {
    const record = appointment([period(urn)])
    await given.confirm(record)
    await given.confirm(record)
    expect(await told()).toHaveLength(1)
  })
})

describe('when sharing starts, or a subscription is made', () => {
  test('all that is held or to be held is reported, and what has ended is not', async () => {
    const now = appointment([period(urn)])
    const later = appointment([period(urn, { firstDay: plusDays(given.today(), 30) })], { state: 'accepted' })
    const over = appointment([period(urn, { firstDay: '2025-09-01', lastDay: '2026-07-20' })], { state: 'ended' })
    for (const record of [now, later, over]) await given.confirm(record)
    const before = await given.subscribe(client)
    await given.sharing(client, urn)
    const after = await given.subscribe(client)
    for (const mailbox of [before, after]) {
      const reported = (await given.messages(mailbox, client)).filter(({ type }) => kindOf({ type }) === 'appointment.reported')
      expect(reported.map(({ data }) => data!.id).sort()).toEqual([now.id, later.id].sort())
    }
    expect(kinds(await given.messages(before, client))[0]).toBe('sharing.started')
    // Made later, it is told of no start.
    expect(kinds(await given.messages(after, client))).not.toContain('sharing.started')
  })

  test('hundreds of them, at dozens of schools, each once', async () => {
    const urns = await Promise.all(Array.from({ length: 25 }, () => given.school()))
    const records = urns.flatMap((at) => Array.from({ length: 9 }, () => appointment([period(at)])))
    await fewAtOnce(records, given.confirm)
    await Promise.all(urns.map((at) => given.sharing(client, at)))
    const mailbox = await given.subscribe(client)
    const messages = await given.messages(mailbox, client)
    expect(messages.map(({ data }) => data!.id).sort()).toEqual(records.map(({ id }) => id).sort())
    expect(messages.map(({ sequence }) => sequence)).toEqual(messages.map((_, index) => String(index + 1)))
  })

  test('what happens meanwhile is told once: before the report, or in it', async () => {
    const records = Array.from({ length: 150 }, () => appointment([period(urn)]))
    await fewAtOnce(records.slice(0, 100), given.confirm)
    await given.sharing(client, urn)
    const [mailbox] = await Promise.all([given.subscribe(client), fewAtOnce(records.slice(100), given.confirm)])
    const messages = await given.messages(mailbox, client)
    expect(messages.map(({ data }) => data!.id).sort()).toEqual(records.map(({ id }) => id).sort())
  })
})

describe('a filter', () => {
  beforeEach(async () => {
    await given.sharing(client, urn)
    await given.sharing(client, other)
  })

  test('of schools, roles, networks and types', async () => {
    const wanted = appointment([period(urn)], { roleCode: 'coach' })
    const network = wanted.networkId
    await sql`insert into known_network values (${network}) on conflict do nothing`.execute(subscriptions.sql)
    const mailboxes = {
      all: await given.subscribe(client),
      school: await given.subscribe(client, { urns: [urn] }),
      role: await given.subscribe(client, { roleCodes: ['coach'] }),
      network: await given.subscribe(client, { networkIds: [network] }),
      types: await given.subscribe(client, { types: ['appointment.ended'] }),
    }
    await given.confirm(wanted)
    await given.confirm(appointment([period(other)]))
    await given.end({ ...wanted, periods: [period(urn, { lastDay: given.today() })], endReason: 'stepped-down' })
    const heard = Object.fromEntries(
      await Promise.all(Object.entries(mailboxes).map(async ([name, id]) => [name, (await given.messages(id, client)).length] as const)),
    )
    expect(heard).toEqual({ all: 3, school: 2, role: 2, network: 2, types: 1 })
  })

  test('of local authorities follows the dated code', async () => {
    const mailbox = await given.subscribe(client, { laCodes: ['909'] })
    await given.confirm(appointment([period(urn)]))
    await given.confirm(appointment([period(other)]))
    expect(await given.messages(mailbox, client)).toHaveLength(1)
    // The school comes under another authority. Nothing happened to the appointment, so nothing is said of it, then or later.
    await subscriptions.given(SchoolChanged, {
      urn,
      name: 'A school',
      status: '1',
      laCode: '943',
      laFirstDay: given.today(),
      changed: ['local-authority'],
    })
    await given.confirm(appointment([period(urn)]))
    expect(await given.messages(mailbox, client)).toHaveLength(1)
  })

  test('that is changed lets in what it newly allows, and does not mention what it does not', async () => {
    const here = appointment([period(urn)])
    const there = appointment([period(other)])
    await given.confirm(here)
    await given.confirm(there)
    const mailbox = await given.subscribe(client, { urns: [urn] })
    await subscriptions.ask(ChangeSubscription, { subscriptionId: mailbox, filter: { urns: [other] } }, { as: await asVendor(client) })
    const messages = await given.messages(mailbox, client)
    expect(messages.map(({ type, data }) => [kindOf({ type }), data!.id])).toEqual([
      ['appointment.reported', here.id],
      ['appointment.reported', there.id],
    ])
  })

  test('a pause of the subscription loses nothing', async () => {
    const mailbox = await given.subscribe(client)
    await subscriptions.ask(PauseSubscription, { subscriptionId: mailbox }, { as: await asVendor(client) })
    await given.confirm(appointment([period(urn)]))
    expect(await given.messages(mailbox, client)).toHaveLength(1)
  })
})

describe('the day itself', () => {
  test('is told to whom asked for it, at midnight in London, once; others hear nothing', async () => {
    await given.sharing(client, urn)
    const asked = await given.subscribe(client, { types: ['appointment.took-effect'] })
    const not = await given.subscribe(client)
    const firstDay = plusDays(given.today(), 20)
    const record = appointment([period(urn, { firstDay })], { state: 'accepted' })
    await given.confirm(record)
    expect(await given.messages(asked, client)).toEqual([])
    // 23:30 UTC of the day before is half an hour before midnight, or half an hour after it in summer.
    await subscriptions.clock.set(`${plusDays(firstDay, -1)}T22:30:00Z`)
    expect(await given.messages(asked, client)).toEqual([])
    await subscriptions.clock.set(`${firstDay}T00:30:00Z`)
    const messages = await given.messages(asked, client)
    expect(kinds(messages)).toEqual(['appointment.took-effect'])
    expect(messages[0]!.data).toMatchObject({ id: record.id, state: 'active', firstDay })
    await subscriptions.clock.advance({ days: 2 })
    await given.confirm(appointment([period(urn, { firstDay })]))
    // Of that other one, which began already.
    expect(await given.messages(asked, client)).toHaveLength(2)
    expect(kinds(await given.messages(not, client))).toEqual(['appointment.confirmed', 'appointment.confirmed'])
  })
})

test('what is known of people is no name, TRN or address', async () => {
  const { rows } = await sql<{ column: string }>`
    select column_name as column from information_schema.columns
    where table_schema = 'public' and column_name ~ 'trn|email|payroll|given_name|family_name'`.execute(subscriptions.sql)
  expect(rows).toEqual([])
  expect(newUrn()).toMatch(/^\d{6}$/)
})

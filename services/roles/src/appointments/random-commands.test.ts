/**
 * Random commands, several at a time, backdated and for days to come, with ends of employment among them: what the database holds is, version
 * by version, what the model makes of the commands that were done, in the order of their versions.
 */
import { EmploymentCorrected } from '@nlc/contracts/membership'
import {
  AcceptAppointment,
  ChangeAppointment,
  CorrectAppointment,
  DeclineAppointment,
  EndAppointment,
  ListAppointmentVersions,
  OfferAppointment,
  PauseAppointment,
  ReleaseAppointment,
  ResumeAppointment,
  SetPersonAllowance,
  VoidAppointment,
  WithdrawOffer,
} from '@nlc/contracts/roles'
import { testService } from '@nlc/testing'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { always, byDay, type Deed, dayOf, days, done, type Facts, type Held, heldOf, type Model } from '../../test/appointment-model.ts'
import {
  acting,
  givenEmployment,
  givenNetwork,
  givenPerson,
  longAgo,
  type NetworkGiven,
  theNationalBody,
} from '../../test/known-under-test.ts'
import { roles as rolesService } from '../service.ts'
import type { Period } from './period.ts'

const roles = testService(rolesService)
let network: NetworkGiven
let urns: [string, string]
let heads: Map<string, string>
let manager: string
let nationalBody: string
const today = 20

beforeAll(async () => {
  await roles.clock.set(`${dayOf(today)}T09:00:00Z`)
  network = await givenNetwork(roles)
  urns = [network.schools[0]!, network.schools[2]!]
  heads = new Map()
  for (const urn of urns) heads.set(urn, await acting(network.heads.get(urn)!))
  manager = await acting(network.coLeaders[1]!.personId)
  nationalBody = await theNationalBody()
  await roles.ask(SetPersonAllowance, { maxMinutesPerWeek: 600 }, { as: nationalBody })
})

const day = fc.integer({ min: 0, max: days - 2 })
const urn = fc.constantFrom(0, 1).map((n) => () => urns[n]!)
const minutes = fc.constantFrom(0, 60, 120)
const share = fc.constantFrom(0.5, 1)
const piece = fc.record({ urn, minutesPerWeek: minutes, share: fc.constant(1), paused: fc.boolean() })

/** A deed of the model, with the school to be filled in when it is known. */
type Asked =
  | { do: 'offer'; role: number; held: { urn: () => string; minutesPerWeek: number }; from: number; length: number | null }
  | { do: 'deed'; on: number; of: () => Deed }
const deed: fc.Arbitrary<() => Deed> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ urn, minutes: fc.constantFrom(60, 120) }).map((of) => () => ({ do: 'release' as const, ...of, urn: of.urn() })),
  },
  { weight: 2, arbitrary: fc.constant(() => ({ do: 'accept' as const })) },
  { weight: 1, arbitrary: fc.constantFrom('decline' as const, 'withdraw' as const, 'void' as const).map((it) => () => ({ do: it })) },
  {
    weight: 7,
    arbitrary: fc
      .record({ from: day, minutes, share, urn, last: fc.option(day) }, { requiredKeys: ['from'] })
      .map(({ urn, ...of }) => () => ({ do: 'change' as const, ...of, ...(urn && { urn: urn() }) })),
  },
  { weight: 7, arbitrary: fc.record({ do: fc.constantFrom('pause' as const, 'resume' as const), from: day }).map((it) => () => it) },
  { weight: 1, arbitrary: day.map((last) => () => ({ do: 'end' as const, last })) },
  {
    weight: 2,
    arbitrary: fc
      .record({
        from: fc.integer({ min: 0, max: 9 }),
        pieces: fc.array(fc.record({ length: fc.integer({ min: 1, max: 9 }), held: piece }), { minLength: 1, maxLength: 3 }),
        open: fc.boolean(),
      })
      .map(({ pieces, ...of }) => () => ({
        do: 'correct' as const,
        ...of,
        pieces: pieces.map(({ length, held }) => ({ length, held: { ...held, urn: held.urn() } })),
      })),
  },
)
const offer = fc.record({
  do: fc.constant('offer' as const),
  role: fc.integer({ min: 0, max: 1 }),
  held: fc.record({ urn, minutesPerWeek: minutes }),
  from: fc.integer({ min: 0, max: 20 }),
  length: fc.option(fc.integer({ min: 8, max: 25 })),
})
const asked: fc.Arbitrary<Asked> = fc.oneof(
  { weight: 1, arbitrary: offer },
  { weight: 9, arbitrary: fc.record({ do: fc.constant('deed' as const), on: fc.integer({ min: 0, max: 5 }), of: deed }) },
)
/** Done all at once; then the person's employment at a school is known to end on a day (`null`: goes on after all). */
const round = fc.record({
  commands: fc.array(asked, { minLength: 1, maxLength: 5 }),
  employment: fc.option(fc.record({ at: fc.constantFrom(0, 1), last: fc.option(day) }), { freq: 2 }),
})

const roleCodes = ['ict-innovator', 'coach'] as const
/** Of what the model knows nothing: sums, places, and who may release whom. */
const beyondModel = [
  'over-person-cap',
  'over-role-cap',
  'appointment-overlaps',
  'not-affiliated',
  'no-such-appointment',
  'nothing-to-release',
]

interface Followed {
  readonly id: string
  readonly role: number
  model: Model
  version: number
}
interface Outcome {
  readonly deed: Deed
  readonly version?: number
  readonly problem?: string
}

async function ask(appointmentId: string, deed: Deed, holder: string): Promise<{ version: number }> {
  const explanation = 'As it happened.'
  const as = manager
  switch (deed.do) {
    case 'release':
      return roles.ask(ReleaseAppointment, { appointmentId, urn: deed.urn, minutesPerWeek: deed.minutes }, { as: heads.get(deed.urn)! })
    case 'accept':
      return roles.ask(AcceptAppointment, { appointmentId }, { as: holder })
    case 'decline':
      return roles.ask(DeclineAppointment, { appointmentId }, { as: holder })
    case 'withdraw':
      return roles.ask(WithdrawOffer, { appointmentId }, { as })
    case 'void':
      return roles.ask(VoidAppointment, { appointmentId, explanation }, { as })
    case 'pause':
      return roles.ask(PauseAppointment, { appointmentId, firstDay: dayOf(deed.from), explanation }, { as })
    case 'resume':
      return roles.ask(ResumeAppointment, { appointmentId, firstDay: dayOf(deed.from), explanation }, { as })
    case 'end':
      return roles.ask(EndAppointment, { appointmentId, lastDay: dayOf(deed.last), reason: 'completed', explanation }, { as })
    case 'change':
      return roles.ask(
        ChangeAppointment,
        {
          ...{ appointmentId, firstDay: dayOf(deed.from), explanation },
          ...(deed.last !== undefined && { lastDay: deed.last === null ? null : dayOf(deed.last) }),
          ...(deed.minutes !== undefined && { minutesPerWeek: deed.minutes }),
          ...(deed.share !== undefined && { share: deed.share }),
          ...(deed.urn !== undefined && { urn: deed.urn }),
        },
        { as },
      )
    case 'correct': {
      let from = deed.from
      const periods = deed.pieces.map(({ length, held }, index) => {
        const firstDay = dayOf(from)
        from += length
        const isOpen = deed.open && index === deed.pieces.length - 1
        return { firstDay, ...(!isOpen && { lastDay: dayOf(from - 1) }), affiliation: 'employment' as const, ...held }
      })
      return roles.ask(CorrectAppointment, { appointmentId, periods, explanation }, { as })
    }
  }
}

const problemOf = (cause: unknown) => /"\/problems\/([a-z-]+)"/.exec(String(cause))?.[1] ?? String(cause)

test('the database agrees with the model, whatever is asked at once', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.boolean(), offer, fc.array(round, { minLength: 4, maxLength: 8 }), async (goesOnAfterAll, begun, rounds) => {
      const personId = await givenPerson(roles)
      const holder = await acting(personId)
      const employmentIds = [
        await givenEmployment(roles, personId, { urns: [urns[0]] }),
        await givenEmployment(roles, personId, { urns: [urns[1]] }),
      ]
      const facts: Facts = {
        works: new Map(urns.map((it) => [it, always()])),
        belongs: new Map(urns.map((it) => [it, always()])),
        dissolvedOn: null,
      }
      const followed: Followed[] = []
      // What is held already is what there is most to do with.
      const first = (await offered(personId, begun, facts))!
      const { urn, minutesPerWeek } = first.model.intended[begun.from]!
      const deeds: Deed[] = [...(minutesPerWeek > 0 ? [{ do: 'release' as const, urn, minutes: 120 }] : []), { do: 'accept' }]
      for (const deed of deeds) await agree(first, [{ deed, ...(await ask(first.id, deed, holder)) }], facts)
      followed.push(first)

      for (const { commands, employment } of rounds) {
        const outcomes = new Map<Followed, Outcome[]>()
        const offers: Followed[] = []
        await Promise.all(
          commands.map(async (command) => {
            if (command.do === 'offer') {
              // Where ends are taken back, each role is offered once, so that nothing is in the way of what comes back.
              if (goesOnAfterAll && [...followed, ...offers].some(({ role }) => role === command.role)) return
              const offer = await offered(personId, command, facts)
              if (offer) offers.push(offer)
              return
            }
            const target = followed[command.on % Math.max(1, followed.length)]
            if (!target) return
            const deed = command.of()
            const outcome: Outcome = await ask(target.id, deed, holder).then(
              ({ version }) => ({ deed, version }),
              (cause) => ({ deed, problem: problemOf(cause) }),
            )
            outcomes.set(target, [...(outcomes.get(target) ?? []), outcome])
          }),
        )
        for (const one of followed) await agree(one, outcomes.get(one) ?? [], facts)
        followed.push(...offers)
        if (employment && (goesOnAfterAll || employment.last !== null)) {
          const at = urns[employment.at]!
          const { last } = employment
          const before = facts.works.get(at)!.lastIndexOf(true)
          if (goesOnAfterAll || last! < before || facts.works.get(at)!.every(Boolean)) {
            const period = { firstDay: longAgo, ...(last !== null && { lastDay: dayOf(last) }), urns: [at] }
            const work = {
              employer: { kind: 'governing-body' as const, reference: at },
              workingDays: ['monday' as const],
              fte: 1,
              staffCategory: 'teacher' as const,
            }
            await roles.given(EmploymentCorrected, {
              employmentId: employmentIds[employment.at]!,
              personId,
              periods: [{ ...period, ...work }],
            })
            facts.works.set(
              at,
              always().map((_, n) => last === null || n <= last),
            )
            for (const one of followed) await agreeWithWhatBefell(one, facts)
          }
        }
      }
      await rulesHold(followed.map(({ id }) => id))
    }),
    { numRuns: 25, endOnFailure: true },
  )
})

async function offered(
  personId: string,
  { role, held, from, length }: Extract<Asked, { do: 'offer' }>,
  facts: Facts,
): Promise<Followed | undefined> {
  const last = length === null ? null : from + length - 1
  const first: Held = { urn: held.urn(), minutesPerWeek: held.minutesPerWeek, share: 1, paused: false }
  const model: Model = {
    stage: 'offered',
    intended: Array.from({ length: days }, (_, n) => (n >= from && (last === null || n <= last) ? first : null)),
    ...{ begins: new Set([from]), open: last === null, ended: null, released: new Map() },
  }
  const input = {
    ...{ personId, networkId: network.networkId, roleCode: roleCodes[role]!, urn: first.urn, minutesPerWeek: first.minutesPerWeek },
    ...{ firstDay: dayOf(from), ...(last !== null && { lastDay: dayOf(last) }), explanation: 'As it happened.' },
  }
  try {
    const { id } = await roles.ask(OfferAppointment, input, { as: manager })
    expect(facts.works.get(first.urn)![from]).toBe(true)
    return { id, role, model, version: 1 }
  } catch (cause) {
    expect(beyondModel).toContain(problemOf(cause))
    return undefined
  }
}

const versionsAfter = async ({ id, version }: Followed) => {
  const { items } = await roles.ask(ListAppointmentVersions, { appointmentId: id, limit: 200 }, { as: nationalBody })
  return items.filter((item) => item.version > version)
}
type Version = Awaited<ReturnType<typeof versionsAfter>>[number]

/** What a version shows is what the model says is held. */
function shows({ appointment }: Version, model: Model, facts: Facts): boolean {
  const { held, open, reason } = heldOf(model, facts)
  const isNever = held.every((one) => one === null)
  const shown = byDay(appointment.periods.map((period) => ({ lastDay: null, ...period }) as unknown as Period))
  const stage = { 'school-agreed': 'school-agreed', offered: 'offered', declined: 'declined', withdrawn: 'withdrawn', voided: 'voided' }[
    appointment.state as string
  ]
  return (
    (stage ?? 'confirmed') === (model.stage === 'confirmed' && isNever ? 'voided' : model.stage) &&
    (isNever || JSON.stringify(shown) === JSON.stringify({ held, open })) &&
    (appointment.state === 'ended' || (appointment.endReason ?? null) === reason)
  )
}

/** Each new version is what one of the commands made of the one before; the others changed nothing, or were refused. */
async function agree(one: Followed, outcomes: readonly Outcome[], facts: Facts): Promise<void> {
  const waiting = outcomes.filter(({ version }) => version !== undefined)
  for (const version of await versionsAfter(one)) {
    const made = waiting.find(
      ({ deed, version: answered }) =>
        answered === version.version && shows(version, done(one.model, facts, deed) ?? one.model, facts) && done(one.model, facts, deed),
    )
    if (!made)
      expect.fail(
        `version ${version.version} of ${one.id} (${version.happening}) is none that the model makes of ${JSON.stringify({ outcomes, model: one.model, version })}`,
      )
    one.model = done(one.model, facts, made.deed)!
    one.version = version.version
    waiting.splice(waiting.indexOf(made), 1)
  }
  // Asked alone, what the model refuses is refused, and what it does not is done, unless for what it does not know.
  const [alone, ...others] = outcomes
  if (!alone || others.length > 0 || alone.problem === undefined || beyondModel.includes(alone.problem)) return
  expect(done(one.model, facts, alone.deed), `${alone.problem}: ${JSON.stringify(alone.deed)}`).toBeUndefined()
}

/** One more version where what is held differs by it, none where it does not. */
async function agreeWithWhatBefell(one: Followed, facts: Facts): Promise<void> {
  const isOffer = one.model.stage === 'offered' || one.model.stage === 'school-agreed'
  if (isOffer && heldOf(one.model, facts).held.every((held) => held === null)) one.model = { ...one.model, stage: 'withdrawn' }
  const versions = await versionsAfter(one)
  expect(versions.length).toBeLessThanOrEqual(1)
  for (const version of versions) {
    if (!shows(version, one.model, facts)) expect.fail(`${JSON.stringify(version)} is not what befell ${JSON.stringify(one.model)}`)
    one.version = version.version
  }
}

/** What always holds, of these appointments, in the database itself. */
async function rulesHold(ids: readonly string[]): Promise<void> {
  const of = sql`${[...ids]}::uuid[]`
  const { rows: overlapping } = await sql`
    select a.appointment_id from appointment_period a join appointment_period b
      on b.person_id = a.person_id and b.network_id = a.network_id and b.role_code = a.role_code and b.urn = a.urn and b.days && a.days and b.ctid <> a.ctid
    where a.appointment_id = any (${of})`.execute(roles.sql)
  expect(overlapping).toEqual([])
  const { rows: versions } = await sql<{ version: number; events: number[]; kept: number; same: boolean }>`
    select a.version, (select array_agg(e.version order by e.seq) from event e where e.aggregate = 'appointment' and e.aggregate_id = a.id::text) as events,
      (select count(*)::int from appointment_as_known k where k.id = a.id) as kept,
      (select bool_and((e.data -> 'appointment' ->> 'version')::int = e.version) from event e where e.aggregate_id = a.id::text) as same
    from appointment a where a.id = any (${of})`.execute(roles.sql)
  for (const { version, events, kept, same } of versions)
    expect({ events, kept, same }).toEqual({ events: Array.from({ length: version }, (_, n) => n + 1), kept: version, same: true })
  // Nobody holds a role in a school longer than they work there, and what stands is as the row says.
  const { rows: beyond } = await sql`
    select p.appointment_id from appointment_period p where p.appointment_id = any (${of}) and not exists (
      select from known_employment_place k where k.person_id = p.person_id and k.urn = p.urn
        and coalesce(k.last_day, 'infinity') >= coalesce(upper(p.days) - 1, 'infinity'))`.execute(roles.sql)
  expect(beyond).toEqual([])
  const { rows: differing } = await sql`
    select a.id from appointment a where a.id = any (${of}) and (
      select count(*) from appointment_period p where p.appointment_id = a.id) <> case when a.stage in ('offered', 'school-agreed', 'confirmed') then jsonb_array_length(a.periods) else 0 end`.execute(
    roles.sql,
  )
  expect(differing).toEqual([])
}

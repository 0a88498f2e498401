/**
 * Checks a plan against its problem, rule by rule, the slow way, and shares no code with the planner: whatever it says is a rule that the
 * plan breaks.
 */
import type { Placement } from '../src/planner/plan.ts'
import type { Demand, PersonToPlan, PlanningProblem, SchoolToPlan } from '../src/planner/problem.ts'

export interface Checked {
  readonly faults: readonly string[]
  readonly cost: number
}

/** Every occasion that the demands ask for: its name and of which demand it is, in order. */
export function occasionsAsked(
  demands: readonly Demand[],
): { name: string; demand: Demand; firstDay: string; lastDay: string; number: number }[] {
  const asked: { name: string; demand: Demand; firstDay: string; lastDay: string; number: number }[] = []
  for (const demand of demands) {
    if (demand.kind === 'meeting')
      demand.periods.forEach((period, i) => void asked.push({ name: `${demand.id}:${i + 1}`, demand, number: i, ...period }))
    else if (demand.kind === 'session')
      demand.sessions.forEach(
        ({ firstDay, lastDay }, i) => void asked.push({ name: `${demand.id}:${i + 1}`, demand, number: i, firstDay, lastDay }),
      )
    else if (demand.kind === 'visit') {
      for (const person of demand.people) {
        let number = 0
        for (const period of demand.periods)
          for (let i = 0; i < demand.each; i++) asked.push({ name: `${demand.id}:${person}:${++number}`, demand, number, ...period })
      }
    } else asked.push({ name: `${demand.id}:1`, demand, number: 0, firstDay: demand.firstDay, lastDay: demand.lastDay })
  }
  return asked
}

/** By the haversine of the way as the crow flies: 1.3 times it at 40 km an hour, and 10 minutes, up to the next 5. */
export function wayInMinutes(a: SchoolToPlan | undefined, b: SchoolToPlan): number {
  if (a?.urn === b.urn) return 0
  if (a?.point === undefined || b.point === undefined) return 10
  const rad = Math.PI / 180
  const [la, lb] = [a.point.latitude * rad, b.point.latitude * rad]
  const cos = Math.sin(la) * Math.sin(lb) + Math.cos(la) * Math.cos(lb) * Math.cos((a.point.longitude - b.point.longitude) * rad)
  const km = 6371.0088 * Math.acos(Math.min(1, cos))
  return 5 * Math.ceil((((km * 1.3) / 40) * 60 + 10) / 5 - 1e-6)
}

export function checkPlan(problem: PlanningProblem, placements: readonly Placement[]): Checked {
  const faults: string[] = []
  const say = (occasion: string, fault: string) => faults.push(`${occasion}: ${fault}`)
  const school = new Map(problem.schools.map((one) => [one.urn, one]))
  const person = new Map(problem.people.map((one) => [one.id, one]))
  const asked = occasionsAsked(problem.demands)
  const placed = new Map(placements.map((one) => [one.occasion, one]))
  if (placed.size !== placements.length) say('the plan', 'has an occasion twice')
  for (const { name } of asked) if (!placed.has(name)) say(name, 'is missing')
  if (placements.length > asked.length) say('the plan', 'has more than was asked for')

  let cost = 0
  for (const { name, demand, firstDay, lastDay, number } of asked) {
    const one = placed.get(name)
    if (one === undefined) continue
    const host = school.get(one.host)!
    const end = one.from + one.minutes
    if (one.from !== demand.from || one.minutes !== demand.minutes) say(name, 'is at another time of day than was asked')
    if (one.day < firstDay || one.day > lastDay) say(name, 'is outside of its period')
    const weekday = new Date(`${one.day}T12:00:00Z`).getUTCDay()
    const there = host.days[one.day]
    if (there === undefined || there === 'closure' || there === 'blackout') say(name, `is where the school is shut (${there})`)
    const wantsPupils = ['visit', 'learning-walk', 'super-learning-day'].includes(demand.kind)
    if (wantsPupils && there !== 'pupils' && !(there === 'half-day' && end <= 720)) say(name, `finds no lessons (${there})`)
    const places = Math.max(
      1,
      demand.kind === 'session' ? demand.people.length : demand.kind === 'learning-walk' ? demand.size : one.people.length,
    )
    const room = Math.max(
      0,
      ...host.offers
        .filter(
          (o) =>
            o.kinds.includes(demand.kind) && o.firstDay <= one.day && one.day <= o.lastDay && (!o.weekdays || o.weekdays.includes(weekday)),
        )
        .map((o) => o.capacity),
    )
    const beside = placements.filter(
      (other) =>
        other !== one && other.host === one.host && other.day === one.day && other.from < end && one.from < other.from + other.minutes,
    )
    const placesOf = (other: Placement) => {
      const { demand: of } = asked.find((a) => a.name === other.occasion)!
      return of.kind === 'session' ? Math.max(1, of.people.length) : other.people.length
    }
    const taken = host.hosts.filter((b) => b.day === one.day && b.from < end && one.from < b.to).reduce((sum, b) => sum + b.places, 0)
    if (places + taken + beside.reduce((sum, other) => sum + placesOf(other), 0) > room) say(name, `is more than ${one.host} has room for`)
    for (const pin of problem.pins)
      if (pin.occasion === name && ((pin.host !== undefined && pin.host !== one.host) || (pin.day !== undefined && pin.day !== one.day)))
        say(name, 'is not where it was pinned')
    for (const out of problem.exclusions)
      if (
        out.occasion === name &&
        (out.person === undefined
          ? (out.host ?? one.host) === one.host && (out.day ?? one.day) === one.day
          : one.chosen.includes(out.person))
      )
        say(name, 'is what was ruled out')
    if (demand.preferredWeekdays && !demand.preferredWeekdays.includes(weekday)) cost += problem.weights?.unpreferredWeekday ?? 20

    const goes = one.people.map((id) => person.get(id)!)
    if (new Set(one.people).size !== one.people.length) say(name, 'has somebody twice')
    for (const who of goes) {
      const home = school.get(who.urn)
      cost += 2 * wayInMinutes(home, host)
      if (home && (home.days[one.day] === undefined || home.days[one.day] === 'closure')) say(name, `${who.id} is not at work`)
      if (who.workingDays && !who.workingDays.includes(weekday)) say(name, `${who.id} does not work on that day of the week`)
    }
    checkPeople(name, demand, number, one, goes, host, say)
  }
  for (const who of problem.people) checkDiary(who, placements, school, say)
  for (const demand of problem.demands) checkHosts(problem, demand, asked, placed, say)
  cost += unevenShares(problem, placements, asked)
  return { faults, cost }
}

type Say = (occasion: string, fault: string) => void

function checkPeople(
  name: string,
  demand: Demand,
  number: number,
  one: Placement,
  goes: readonly PersonToPlan[],
  host: SchoolToPlan,
  say: Say,
) {
  const ids = new Set(one.people)
  const fixed: readonly string[] =
    demand.kind === 'visit'
      ? [name.split(':').at(-2)!]
      : demand.kind === 'meeting'
        ? demand.people
        : demand.kind === 'session'
          ? [...demand.people, ...(demand.sessions[number]!.leader === undefined ? [] : [demand.sessions[number]!.leader])]
          : demand.kind === 'learning-walk'
            ? [demand.lead]
            : []
  for (const id of fixed) if (!ids.has(id)) say(name, `${id} is missing`)
  const chosen = goes.filter(({ id }) => one.chosen.includes(id))
  if (one.people.length !== new Set([...fixed, ...one.chosen]).size) say(name, 'has people whom nobody asked for')
  if (demand.kind === 'visit' && goes[0]!.urn === host.urn) say(name, 'is at their own school')
  if (demand.kind === 'session' && demand.sessions[number]!.expertise !== undefined && demand.sessions[number]!.leader === undefined) {
    if (chosen.length !== 1 || chosen[0]!.urn !== host.urn || !chosen[0]!.expertise?.includes(demand.sessions[number]!.expertise!))
      say(name, 'is not led by an expert of the host')
  }
  if (demand.kind === 'learning-walk') {
    if (one.people.length !== demand.size || !one.chosen.every((id) => demand.candidates.includes(id))) say(name, 'has no fitting team')
    if (!goes.some(({ urn }) => urn === host.urn)) say(name, 'has nobody of the host')
    if (!goes.some(({ urn }) => urn !== host.urn)) say(name, 'has nobody of another school')
  }
  if (demand.kind === 'super-learning-day') {
    if (one.chosen.length !== 2 * demand.pairs || !one.chosen.every((id) => demand.candidates.includes(id))) say(name, 'has too few pairs')
    for (let i = 0; i < one.chosen.length; i += 2) {
      const [a, b] = [one.chosen[i], one.chosen[i + 1]].map((id) => goes.find((who) => who.id === id)!)
      if (a!.urn === b!.urn || a!.urn === host.urn || b!.urn === host.urn) say(name, 'has a pair that is not of two other schools')
    }
  }
}

/** Never in two places, the way between counted; never more spent than has accrued. */
function checkDiary(who: PersonToPlan, placements: readonly Placement[], school: Map<string, SchoolToPlan>, say: Say) {
  const own = placements.filter(({ people }) => people.includes(who.id))
  const all = [
    ...own.map((one) => ({ name: one.occasion, day: one.day, from: one.from, to: one.from + one.minutes, at: school.get(one.host) })),
    ...who.engagements.map((one) => ({ name: '', ...one, at: one.urn === undefined ? undefined : school.get(one.urn) })),
  ]
  for (const [i, a] of all.entries())
    for (const b of all.slice(i + 1)) {
      if (a.day !== b.day) continue
      const [first, then] = a.from <= b.from ? [a, b] : [b, a]
      const way = first.at && then.at ? wayInMinutes(first.at, then.at) : 0
      if (first.to + way > then.from) say(a.name || b.name, `${who.id} is in two places on ${a.day}`)
    }
  if (who.timeLeft === undefined) return
  const home = school.get(who.urn)
  const spent = own
    .filter(
      ({ day, from, minutes }) =>
        from < 930 &&
        from + minutes > 540 &&
        (home === undefined || ['pupils', 'half-day', 'exam-week', 'blackout'].includes(home.days[day] ?? '')),
    )
    .toSorted((a, b) => a.day.localeCompare(b.day))
  let sum = 0
  for (const one of spent) {
    sum += one.minutes
    const left = who.timeLeft.filter(({ fromDay }) => fromDay <= one.day).at(-1)?.minutes ?? 0
    const until = spent.filter(({ day }) => day <= one.day).reduce((all, { minutes }) => all + minutes, 0)
    if (until > left || sum > left) say(one.occasion, `${who.id} has not so much time left`)
  }
}

function canHost(demand: Demand, host: SchoolToPlan, firstDay: string, lastDay: string, places: number): boolean {
  return Object.entries(host.days).some(([day, there]) => {
    if (day < firstDay || day > lastDay || there === 'closure' || there === 'blackout') return false
    if (demand.kind === 'visit' && there !== 'pupils' && !(there === 'half-day' && demand.from + demand.minutes <= 720)) return false
    const weekday = new Date(`${day}T12:00:00Z`).getUTCDay()
    return host.offers.some(
      (o) =>
        o.kinds.includes(demand.kind) &&
        o.firstDay <= day &&
        day <= o.lastDay &&
        (!o.weekdays || o.weekdays.includes(weekday)) &&
        o.capacity >= places,
    )
  })
}

/** Hosting in turn; nobody twice to one school. */
function checkHosts(
  problem: PlanningProblem,
  demand: Demand,
  asked: ReturnType<typeof occasionsAsked>,
  placed: Map<string, Placement>,
  say: Say,
) {
  if (demand.kind === 'visit' && demand.differentHosts) {
    const seen = new Set<string>()
    for (const { name } of asked.filter((one) => one.demand === demand)) {
      const key = `${name.split(':').at(-2)} ${placed.get(name)?.host}`
      if (placed.has(name) && seen.has(key)) say(name, 'is at a school where the person has been')
      seen.add(key)
    }
  }
  if (demand.kind !== 'meeting' && demand.kind !== 'session') return
  const times = new Map(problem.schools.map(({ urn }) => [urn, demand.hosted[urn] ?? 0]))
  let last = demand.lastHost
  let lastDay = ''
  for (const one of asked.filter((a) => a.demand === demand)) {
    const there = placed.get(one.name)
    if (there === undefined) continue
    if (there.day <= lastDay) say(one.name, 'is not after the one before')
    const able = problem.schools.filter(
      (host) =>
        (demand.kind === 'meeting' || demand.urns.includes(host.urn)) &&
        canHost(demand, host, one.firstDay, one.lastDay, Math.max(1, demand.people.length)),
    )
    if (demand.kind === 'session' && !demand.urns.includes(there.host)) say(one.name, 'is at a school that is not one of them')
    if (able.length > 1) {
      if (there.host === last) say(one.name, 'is at the same school as the one before')
      for (const { urn } of able) if (urn !== last && times.get(urn)! < times.get(there.host)!) say(one.name, `${urn} was to host before`)
    }
    times.set(there.host, times.get(there.host)! + 1)
    last = there.host
    lastDay = there.day
  }
}

function unevenShares(problem: PlanningProblem, placements: readonly Placement[], asked: ReturnType<typeof occasionsAsked>): number {
  const visits = asked.filter(({ demand }) => demand.kind === 'visit')
  if (visits.length === 0) return 0
  const able = problem.schools.filter((host) => visits.some(({ demand, firstDay, lastDay }) => canHost(demand, host, firstDay, lastDay, 1)))
  const share = Math.ceil((visits.length + able.reduce((sum, { visitsHosted }) => sum + visitsHosted, 0)) / able.length)
  return problem.schools.reduce((sum, { urn, visitsHosted }) => {
    const there = placements.filter(({ kind, host }) => kind === 'visit' && host === urn).length
    return sum + Math.max(0, there - Math.max(0, share - visitsHosted)) * (problem.weights?.aboveEvenShare ?? 30)
  }, 0)
}

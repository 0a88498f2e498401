/** The problem in numbers, and what rules an option out by itself: an occasion at a host on a day, whatever else is planned. */
import { travelMinutes, travelRule } from '../travel/travel.ts'
import { type Occasion, occasionsOf } from './occasions.ts'
import type { Limit } from './plan.ts'
import { type DayAtSchool, type PlanningProblem, usualWeights, type Weights } from './problem.ts'
import { type Candidate, cheapestTeam, seatBounds } from './seats.ts'

/** What is looked at of a problem: these occasions and pins, as a conflict names them. Absent: all. */
export type Elements = ReadonlySet<string>

export const pinElement = (number: number) => `pin:${number}`

const usualLessons = [{ from: 9 * 60, to: 15 * 60 + 30 }]
const dayMs = 86_400_000
const weekdayOf = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay()
const noon = 12 * 60

interface Mark {
  readonly from: number
  readonly to: number
}

export class Ground {
  readonly problem: PlanningProblem
  readonly weights: Weights
  readonly occasions: readonly Occasion[]
  /** Mondays to Fridays from the first to the last that an occasion can be on. */
  readonly days: readonly string[] = []
  readonly weekday: readonly number[]
  /** Of each person, at which school they are; -1 where it is none of these. */
  readonly home: readonly number[]
  /** Of each occasion, for whose seats there are candidates. */
  readonly candidates: readonly (readonly number[])[]
  readonly #numberOfDay = new Map<string, number>()
  readonly #numberOfSchool: ReadonlyMap<string, number>
  readonly #travel: readonly Int32Array[]
  readonly #atSchool: readonly (readonly (DayAtSchool | undefined)[])[]
  readonly #able = new Map<string, readonly number[]>()
  #share: number | undefined
  readonly #offered = new Map<string, Int32Array>()
  readonly #timeLeft: readonly (Int32Array | undefined)[]
  readonly #works: readonly Uint8Array[]
  readonly #pins = new Map<string, { host?: string; day?: string }>()
  readonly #excluded = new Map<string, { host?: string; day?: string; person?: string }[]>()

  constructor(problem: PlanningProblem, only?: Elements) {
    this.problem = problem
    this.weights = problem.weights ?? usualWeights
    this.occasions = occasionsOf(problem, only)
    this.days = weekdaysBetween(this.occasions)
    this.weekday = this.days.map(weekdayOf)
    for (const [number, day] of this.days.entries()) this.#numberOfDay.set(day, number)
    const { schools, people } = problem
    this.#numberOfSchool = new Map(schools.map(({ urn }, number) => [urn, number]))
    this.home = people.map(({ urn }) => this.#numberOfSchool.get(urn) ?? -1)
    const rule = problem.travel ?? travelRule
    this.#travel = schools.map((a) =>
      Int32Array.from(schools, (b) => (a === b ? 0 : a.point && b.point ? travelMinutes(a.point, b.point, rule) : rule.fixedMinutes)),
    )
    this.#atSchool = schools.map((school) => this.days.map((day) => school.days[day]))
    this.#timeLeft = people.map(({ timeLeft }) => timeLeft && this.#inEachDay(timeLeft))
    this.#works = people.map(({ workingDays }, person) =>
      Uint8Array.from(this.days, (_, day) => Number(this.#isIn(person, day) && (workingDays?.includes(this.weekday[day]!) ?? true))),
    )
    const withExpertise = new Map<string, number[]>()
    for (const [number, { expertise = [] }] of people.entries())
      for (const one of expertise) withExpertise.set(one, [...(withExpertise.get(one) ?? []), number])
    this.candidates = this.occasions.map(({ seats }) =>
      seats === undefined ? [] : seats.rule === 'leader' ? (withExpertise.get(seats.expertise) ?? []) : seats.candidates,
    )
    for (const [number, { occasion, ...pinned }] of problem.pins.entries())
      if (only === undefined || only.has(pinElement(number))) this.#pins.set(occasion, { ...this.#pins.get(occasion), ...pinned })
    for (const { occasion, ...excluded } of problem.exclusions)
      this.#excluded.set(occasion, [...(this.#excluded.get(occasion) ?? []), excluded])
  }

  /** @returns -1 where it is no day of these. */
  dayNumber = (day: string): number => this.#numberOfDay.get(day) ?? -1
  schoolNumber = (urn: string): number => this.#numberOfSchool.get(urn) ?? -1

  /** In minutes, one way, from the school where the person is; the fixed part where it is none of these. */
  way(person: number, school: number): number {
    const home = this.home[person]!
    return home < 0 ? (this.problem.travel ?? travelRule).fixedMinutes : this.#travel[home]![school]!
  }
  between = (a: number, b: number): number => this.#travel[a]![b]!

  /** There and back. */
  waysOf = (people: readonly number[], school: number): number => people.reduce((sum, person) => sum + 2 * this.way(person, school), 0)

  /** How many the school would host at once of such a thing on that day; none where it is not offered. */
  offered(school: number, { kind }: Occasion, day: number): number {
    const key = `${school} ${kind}`
    let offered = this.#offered.get(key)
    if (offered === undefined) {
      offered = new Int32Array(this.days.length)
      for (const { kinds, firstDay, lastDay, weekdays, capacity } of this.problem.schools[school]!.offers) {
        if (!kinds.includes(kind)) continue
        for (const [number, on] of this.days.entries())
          if (on >= firstDay && on <= lastDay && (weekdays?.includes(this.weekday[number]!) ?? true))
            offered[number] = Math.max(offered[number]!, capacity)
      }
      this.#offered.set(key, offered)
    }
    return offered[day]!
  }

  /** How many places of such a thing there are still at that time, beside what the school hosts already. */
  roomLeft(school: number, occasion: Occasion, day: number): number {
    const on = this.days[day]!
    let room = this.offered(school, occasion, day)
    for (const other of this.problem.schools[school]!.hosts)
      if (other.day === on && other.from < occasion.to && occasion.from < other.to) room -= other.places
    return room
  }

  /** What it takes of the person's allowance: nothing where they do not teach then, or have none. */
  spends(person: number, { from, to, demand }: Occasion, day: number): number {
    if (this.#timeLeft[person] === undefined) return 0
    const home = this.home[person]!
    const lessons = this.problem.schools[home]?.lessons ?? usualLessons
    if (!lessons.some((lesson) => lesson.from < to && from < lesson.to)) return 0
    const isTeaching = home < 0 || ['pupils', 'half-day', 'exam-week', 'blackout'].includes(this.#atSchool[home]![day] ?? '')
    return isTeaching ? demand.minutes : 0
  }
  /** In sum up to and with that day. */
  timeLeft = (person: number, day: number): number => this.#timeLeft[person]?.[day] ?? Number.POSITIVE_INFINITY

  /** Schools that would host it on some day of its period: what a turn and a share are among. */
  ableHosts(number: number): readonly number[] {
    const occasion = this.occasions[number]!
    const { kind, firstDay, lastDay, needsPupils, to, places, among } = occasion
    const key = JSON.stringify([kind, firstDay, lastDay, needsPupils, to, places, among])
    let able = this.#able.get(key)
    if (able === undefined) {
      const days = [...this.days.keys()].filter((day) => this.days[day]! >= firstDay && this.days[day]! <= lastDay)
      able = [...this.problem.schools.keys()].filter(
        (host) =>
          (among?.includes(this.problem.schools[host]!.urn) ?? true) &&
          days.some((day) => this.whyNotOpen(occasion, host, day) === undefined),
      )
      this.#able.set(key, able)
    }
    return able
  }

  /** How many visits more the school would host without hosting more than an even share of all, earlier years included. */
  evenShare(host: number): number {
    this.#share ??= this.#shareOfVisits()
    return Math.max(0, this.#share - this.problem.schools[host]!.visitsHosted)
  }
  #shareOfVisits(): number {
    const visits = [...this.occasions.keys()].filter((number) => this.occasions[number]!.kind === 'visit')
    const hosts = new Set(visits.flatMap((number) => this.ableHosts(number)))
    const earlier = [...hosts].reduce((sum, host) => sum + this.problem.schools[host]!.visitsHosted, 0)
    return Math.ceil((visits.length + earlier) / Math.max(1, hosts.size))
  }

  /** The first thing that rules it out, whoever is chosen. */
  whyNot(occasion: Occasion, host: number, day: number): Limit | undefined {
    return this.whyNotHost(occasion, host) ?? this.whyNotThen(occasion, host, day)
  }

  whyNotHost({ id, kind, among, going }: Occasion, host: number): Limit | undefined {
    const { urn } = this.problem.schools[host]!
    const pin = this.#pins.get(id)
    if (pin?.host !== undefined && pin.host !== urn) return 'pinned'
    if (among !== undefined && !among.includes(urn)) return 'not-offered'
    if (this.#excluded.get(id)?.some((one) => one.host === urn && one.day === undefined && one.person === undefined)) return 'excluded'
    return kind === 'visit' && this.home[going[0]!] === host ? 'own-school' : undefined
  }

  whyNotThen(occasion: Occasion, host: number, day: number): Limit | undefined {
    const { id, firstDay, lastDay, going, places } = occasion
    const on = this.days[day]!
    if (on < firstDay || on > lastDay) return 'pinned'
    const pin = this.#pins.get(id)
    if (pin?.day !== undefined && pin.day !== on) return 'pinned'
    if (this.problem.notBefore !== undefined && on < this.problem.notBefore) return 'day-over'
    const shut = this.whyNotOpen(occasion, host, day)
    if (shut) return shut
    const { urn } = this.problem.schools[host]!
    if (this.#excluded.get(id)?.some((one) => one.day === on && (one.host ?? urn) === urn && one.person === undefined)) return 'excluded'
    if (places > this.roomLeft(host, occasion, day)) return 'host-taken'
    for (const person of going) {
      const why = this.whyNotPerson(person, occasion, host, day)
      if (why) return why
    }
    return undefined
  }

  /** The school itself would host it on that day, were there nothing else. */
  whyNotOpen(occasion: Occasion, host: number, day: number): Limit | undefined {
    const there = this.#atSchool[host]![day]
    if (there === undefined || there === 'closure' || there === 'blackout') return 'school-shut'
    if (occasion.needsPupils && !(there === 'pupils' || (there === 'half-day' && occasion.to <= noon))) return 'no-pupils'
    const offered = this.offered(host, occasion, day)
    if (offered === 0) return 'not-offered'
    return offered < occasion.places ? 'too-many' : undefined
  }

  whyNotPerson(person: number, occasion: Occasion, host: number, day: number): Limit | undefined {
    if (!this.#works[person]![day]) return 'nobody-at-work'
    const on = this.days[day]!
    for (const other of this.problem.people[person]!.engagements)
      if (other.day === on && !this.#fits(other, other.urn, other.point, occasion, host)) return 'engaged'
    return this.spends(person, occasion, day) > this.timeLeft(person, day) ? 'no-time-left' : undefined
  }

  /** Who of the candidates could be chosen for it there, then. */
  couldSit(number: number, host: number, day: number): Candidate[] {
    const occasion = this.occasions[number]!
    return this.mayEverSit(number, host).filter(({ person }) => this.whyNotPerson(person, occasion, host, day) === undefined)
  }

  /** Whoever goes anyway does not sit as well. */
  mayEverSit(number: number, host: number): Candidate[] {
    const { id, going } = this.occasions[number]!
    const excluded = this.#excluded.get(id)
    return this.candidates[number]!.flatMap((person) =>
      going.includes(person) || excluded?.some((one) => one.person === this.problem.people[person]!.id)
        ? []
        : [{ person, school: this.home[person]!, cost: 2 * this.way(person, host) }],
    )
  }

  /** The cheapest of these; no candidates where nobody is to be chosen. */
  teamOf(number: number, host: number, candidates: readonly Candidate[]): Candidate[] | undefined {
    const { seats, going } = this.occasions[number]!
    if (seats === undefined) return []
    return cheapestTeam(candidates, host, seats.count, seatBounds(seats, host, going.length > 0 ? this.home[going[0]!] : undefined))
  }

  /** What the day itself costs. */
  costOfDay({ demand }: Occasion, day: number): number {
    return (demand.preferredWeekdays?.includes(this.weekday[day]!) ?? true) ? 0 : this.weights.unpreferredWeekday
  }

  /** Two occasions of one person on one day, at these hosts: one is over, and the way made, before the other begins. */
  fitTogether(a: Occasion, hostA: number, b: Occasion, hostB: number): boolean {
    const way = this.between(hostA, hostB)
    return a.to + way <= b.from || b.to + way <= a.from
  }

  #fits(
    { from, to }: Mark,
    urn: string | undefined,
    point: { latitude: number; longitude: number } | undefined,
    a: Occasion,
    host: number,
  ) {
    const school = this.problem.schools[host]!
    const rule = this.problem.travel ?? travelRule
    const isOnline = urn === undefined && point === undefined
    const there = urn === undefined ? point : (point ?? this.problem.schools[this.schoolNumber(urn)]?.point)
    const way = isOnline || urn === school.urn ? 0 : there && school.point ? travelMinutes(there, school.point, rule) : rule.fixedMinutes
    return to + way <= a.from || a.to + way <= from
  }

  /** At work: their school has no holiday then, nor is closed. Of none of these schools: any day. */
  #isIn(person: number, day: number): boolean {
    const home = this.home[person]!
    if (home < 0) return true
    const there = this.#atSchool[home]![day]
    return there !== undefined && there !== 'closure'
  }

  #inEachDay(steps: readonly { fromDay: string; minutes: number }[]): Int32Array {
    const perDay = new Int32Array(this.days.length)
    let next = 0
    let minutes = 0
    for (const [number, day] of this.days.entries()) {
      while (next < steps.length && steps[next]!.fromDay <= day) minutes = steps[next++]!.minutes
      perDay[number] = minutes
    }
    return perDay
  }
}

function weekdaysBetween(occasions: readonly Occasion[]): string[] {
  if (occasions.length === 0) return []
  const first = occasions.reduce((day, { firstDay }) => (firstDay < day ? firstDay : day), occasions[0]!.firstDay)
  const last = occasions.reduce((day, { lastDay }) => (lastDay > day ? lastDay : day), occasions[0]!.lastDay)
  const days: string[] = []
  for (let at = Date.parse(first); at <= Date.parse(last); at += dayMs) {
    const weekday = new Date(at).getUTCDay()
    if (weekday !== 0 && weekday !== 6) days.push(new Date(at).toISOString().slice(0, 10))
  }
  return days
}

/** Networks made from a seed: an academic year of three terms, schools with calendars of their own, people, and what is to happen. */
import type { DayAtSchool, Demand, PersonToPlan, PlanningProblem, SchoolToPlan } from '../src/planner/problem.ts'

interface Point {
  readonly latitude: number
  readonly longitude: number
}

export interface NetworkToMake {
  readonly seed: number
  readonly schools: number
  /** Where its schools are; absent: some 10 km around a town. */
  readonly points?: readonly Point[]
  /** Of the names of schools, people and demands, so that networks can be put together. */
  readonly name?: string
}

export const terms = [
  { firstDay: '2026-09-02', lastDay: '2026-12-18', halfTerm: ['2026-10-26', '2026-10-30'] },
  { firstDay: '2027-01-04', lastDay: '2027-04-01', halfTerm: ['2027-02-15', '2027-02-19'] },
  { firstDay: '2027-04-19', lastDay: '2027-07-21', halfTerm: ['2027-05-31', '2027-06-04'] },
] as const
const bankHolidays = ['2027-03-26', '2027-03-29', '2027-05-03']

/** The same numbers for the same seed (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export function makeNetwork({ seed, schools: count, points, name = '' }: NetworkToMake): PlanningProblem {
  const random = numbersFrom(seed)
  const whole = (below: number) => Math.floor(random() * below)
  const oneOf = <T>(all: readonly T[]): T => all[whole(all.length)]!
  const schools = Array.from({ length: count }, (_, number): SchoolToPlan => {
    const point = points?.[number] ?? { latitude: 54.1 + (random() - 0.5) * 0.2, longitude: -3.2 + (random() - 0.5) * 0.3 }
    const days = calendarOf(random)
    const isSmall = random() < 0.2
    return {
      urn: String(900_000 + number) + name,
      point,
      days,
      offers: [
        {
          firstDay: '2026-09-01',
          lastDay: '2027-08-31',
          kinds: ['visit'],
          capacity: isSmall ? 2 : 3 + whole(4),
          ...(random() < 0.3 && { weekdays: [1, 2, 3, 4] }),
        },
        { firstDay: '2026-09-01', lastDay: '2027-08-31', kinds: ['meeting', 'session'], capacity: isSmall ? 30 : 80 },
        { firstDay: '2026-10-01', lastDay: '2027-07-01', kinds: ['learning-walk', 'super-learning-day'], capacity: 12 },
      ],
      hosts: [],
      visitsHosted: whole(3),
    }
  })
  const people: PersonToPlan[] = []
  const person = (school: number, more: Partial<PersonToPlan> = {}): string => {
    const id = `p${people.length}${name}`
    people.push({ id, urn: schools[school]!.urn, engagements: [], ...more })
    return id
  }
  /** Minutes a week in term, from September on. */
  const accrual = (minutes: number) =>
    Object.keys(schools[0]!.days)
      .filter((day) => new Date(`${day}T00:00:00Z`).getUTCDay() === 5)
      .map((fromDay, weeks) => ({ fromDay, minutes: minutes * (weeks + 1) }))
  const holders = schools.map((_, school) =>
    person(school, {
      timeLeft: accrual(random() < 0.8 ? 180 : 90),
      ...(random() < 0.2 && {
        workingDays: oneOf([
          [1, 2, 3],
          [2, 3, 4],
          [3, 4, 5],
        ]),
      }),
      ...(random() < 0.3 && {
        engagements: [{ day: randomTermDay(random), from: 540, to: 900, urn: schools[whole(count)]!.urn }],
      }),
    }),
  )
  const inductionSchools = schools.map((_, school) => school).slice(0, Math.min(count, 4 + whole(3)))
  const expertise = ['behaviour', 'assessment', 'reading']
  const experts = inductionSchools.map((school) => person(school, { expertise }))
  const inducted = inductionSchools.flatMap((school) => Array.from({ length: 2 + whole(3) }, () => person(school)))
  const walkers = schools.flatMap((_, school) => (random() < 0.7 || school < 4 ? [person(school)] : []))
  const teachers = schools.flatMap((_, school) => [person(school), person(school)])
  const halves = terms.flatMap(({ firstDay, lastDay, halfTerm }) => [
    { firstDay, lastDay: halfTerm[0] },
    { firstDay: halfTerm[1], lastDay },
  ])
  const demands: Demand[] = [
    {
      ...{ id: `meetings${name}`, kind: 'meeting', from: 540, minutes: 300, people: holders },
      periods: terms.map(({ firstDay, lastDay }) => ({ firstDay, lastDay })),
      hosted: Object.fromEntries(schools.filter(() => random() < 0.3).map(({ urn }) => [urn, 1])),
      preferredWeekdays: [2, 3, 4],
    },
    {
      ...{ id: `visits${name}`, kind: 'visit', from: 540, minutes: 300, people: holders, each: 1, differentHosts: true },
      periods: terms.map(({ firstDay, lastDay }) => ({ firstDay, lastDay })),
    },
    {
      ...{ id: `induction${name}`, kind: 'session', from: 960, minutes: 90, people: inducted },
      urns: inductionSchools.map((school) => schools[school]!.urn),
      hosted: {},
      sessions: halves.map((half, i) => ({ ...half, expertise: expertise[i % expertise.length]! })),
    },
    {
      ...{ id: `walk${name}`, kind: 'learning-walk', from: 540, minutes: 150, lead: holders[0]!, candidates: walkers, size: 3 },
      firstDay: terms[1].firstDay,
      lastDay: terms[1].lastDay,
    },
    {
      ...{ id: `day${name}`, kind: 'super-learning-day', from: 525, minutes: 390, candidates: teachers, pairs: Math.min(3, count - 2) },
      firstDay: terms[2].firstDay,
      lastDay: '2027-06-30',
    },
  ]
  void experts
  return { schools, people, demands, pins: [], exclusions: [] }
}

function calendarOf(random: () => number): Record<string, DayAtSchool> {
  const days: Record<string, DayAtSchool> = {}
  for (const { firstDay, lastDay, halfTerm } of terms)
    for (let at = Date.parse(firstDay); at <= Date.parse(lastDay); at += 86_400_000) {
      const day = new Date(at).toISOString().slice(0, 10)
      if ([0, 6].includes(new Date(at).getUTCDay()) || (day >= halfTerm[0] && day <= halfTerm[1]) || bankHolidays.includes(day)) continue
      days[day] = 'pupils'
    }
  const all = Object.keys(days)
  const some = () => all[Math.floor(random() * all.length)]!
  for (let i = 0; i < 5; i++) days[some()] = 'inset'
  if (random() < 0.3) days[some()] = 'half-day'
  if (random() < 0.3) days[some()] = 'closure'
  if (random() < 0.5) spread(days, all.indexOf(some()), 5, 'exam-week')
  if (random() < 0.2) spread(days, all.indexOf(some()), 10, 'blackout')
  return days
}

/** From the numbered day on. */
export function spread(days: Record<string, DayAtSchool>, from: number, count: number, kind: DayAtSchool): void {
  for (const day of Object.keys(days).slice(from, from + count)) days[day] = kind
}

const randomTermDay = (random: () => number): string => {
  const day = new Date(Date.parse('2026-09-07') + Math.floor(random() * 14) * 7 * 86_400_000 + Math.floor(random() * 5) * 86_400_000)
  return day.toISOString().slice(0, 10)
}

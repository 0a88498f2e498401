/**
 * Hosts, days and who is chosen, all in one model: exact, and large. It decides what cannot be told otherwise, and closes the gap where it
 * is small enough.
 */
import type { Ground } from './ground.ts'
import { type HostColumns, writeHostRules } from './host-rules.ts'
import type { Occasion } from './occasions.ts'
import type { Option } from './options.ts'
import { type Candidate, seatBounds } from './seats.ts'
import { type Limits, LinearModel, type Solver } from './solver.ts'
import { overlap, type Placed } from './timetable.ts'

export type WholeSolved =
  | { readonly state: 'optimal' | 'feasible'; readonly placed: readonly Placed[]; readonly bound: number }
  | { readonly state: 'infeasible' | 'undecided' | 'aborted' }

/** One occasion at one host on one day. */
interface Cell {
  readonly number: number
  readonly host: number
  readonly day: number
  readonly column: number
  readonly seats: readonly { readonly candidate: Candidate; readonly column: number }[]
}

/** How many columns it would have, about. */
export const sizeOfWhole = (ground: Ground, options: readonly (readonly Option[])[]): number =>
  options.reduce(
    (sum, of, number) => sum + of.reduce((days, option) => days + option.days.length, 0) * (1 + ground.candidates[number]!.length),
    0,
  )

/** @param kept with the very team that they have. */
export function solveWhole(
  solver: Solver,
  ground: Ground,
  options: readonly (readonly Option[])[],
  kept: readonly Placed[],
  limits: Limits,
): WholeSolved {
  const teams = new Map(kept.map(({ number, team }) => [number, team]))
  const model = new LinearModel()
  const cells: Cell[] = []
  const columnsOf = (of: readonly Option[], number: number) => {
    const occasion = ground.occasions[number]!
    return new Map(
      of.map(({ host, days }) => {
        const there = model.column(ground.waysOf(occasion.going, host), { isWhole: false })
        const own = days.map((day) => writeCell(model, ground, { number, host, day }, teams.get(number)))
        cells.push(...own)
        model.row(0, [[there, -1], ...own.map(({ column }) => [column, 1] as const)], 0)
        return [host, there] as const
      }),
    )
  }
  const columns: HostColumns = new Map(options.map((of, number) => [number, columnsOf(of, number)]))
  for (const at of columns.values())
    model.row(
      1,
      [...at.values()].map((column) => [column, 1] as const),
      1,
    )
  writeHostRules(model, ground, options, columns)
  writeOrder(model, ground, cells)
  writeRoomOfDays(model, ground, cells)
  writeDiaries(model, ground, cells)
  const solved = solver.solve(model, limits)
  if (solved.state !== 'optimal' && solved.state !== 'feasible') return { state: solved.state }
  const isOne = (column: number) => solved.values[column]! > 0.5
  const placed = cells
    .filter(({ column }) => isOne(column))
    .map(({ number, host, day, seats }) => ({
      number,
      host,
      day,
      team: seats.filter(({ column }) => isOne(column)).map(({ candidate }) => candidate),
    }))
  return { state: solved.state, placed, bound: solved.bound }
}

function writeCell(
  model: LinearModel,
  ground: Ground,
  { number, host, day }: Pick<Cell, 'number' | 'host' | 'day'>,
  team: readonly Candidate[] | undefined,
): Cell {
  const occasion = ground.occasions[number]!
  const column = model.column(ground.costOfDay(occasion, day))
  if (occasion.seats === undefined) return { number, host, day, column, seats: [] }
  const bounds = seatBounds(occasion.seats, host, occasion.going.length > 0 ? ground.home[occasion.going[0]!] : undefined)
  const seats = (team ?? ground.couldSit(number, host, day))
    .filter(({ school }) => (school === host ? bounds.ofHost : bounds.ofOthers)[1] > 0)
    .map((candidate) => ({ candidate, column: model.column(candidate.cost) }))
  const sum = (of: typeof seats, least: number, most: number) => {
    const terms = of.map((seat) => [seat.column, 1] as const)
    model.row(0, [...terms, [column, -least]], Number.POSITIVE_INFINITY)
    if (most < of.length || most === 0) model.row(Number.NEGATIVE_INFINITY, [...terms, [column, -most]], 0)
  }
  sum(seats, occasion.seats.count, occasion.seats.count)
  sum(
    seats.filter(({ candidate }) => candidate.school === host),
    ...bounds.ofHost,
  )
  sum(
    seats.filter(({ candidate }) => candidate.school !== host),
    ...bounds.ofOthers,
  )
  for (const colleagues of Map.groupBy(seats, ({ candidate }) => candidate.school).values()) sum(colleagues, 0, bounds.ofEach)
  for (const seat of seats)
    model.row(
      Number.NEGATIVE_INFINITY,
      [
        [seat.column, 1],
        [column, -1],
      ],
      0,
    )
  return { number, host, day, column, seats }
}

/** Of one series, the next is on a later day. */
function writeOrder(model: LinearModel, ground: Ground, cells: readonly Cell[]): void {
  const of = Map.groupBy(cells, ({ number }) => number)
  for (const [number, later] of of) {
    const { demand, firstDay } = ground.occasions[number]!
    const before = ground.occasions[number - 1]
    if ((demand.kind !== 'meeting' && demand.kind !== 'session') || before?.demand !== demand || before.lastDay < firstDay) continue
    const earlier = of.get(number - 1) ?? []
    for (const day of new Set(later.map((cell) => cell.day))) {
      const terms = new Map<number, number>()
      for (const cell of later) if (cell.day <= day) terms.set(cell.column, 1)
      for (const cell of earlier) if (cell.day < day) terms.set(cell.column, -1)
      model.row(Number.NEGATIVE_INFINITY, [...terms], 0)
    }
  }
}

/** At each host on each day, beside each occasion as much as it has room for. */
function writeRoomOfDays(model: LinearModel, ground: Ground, cells: readonly Cell[]): void {
  for (const there of Map.groupBy(cells, ({ host, day }) => `${host} ${day}`).values()) {
    const rooms = new Map<string, { occasion: Occasion; of: Cell[] }>()
    for (const cell of there) {
      const occasion = ground.occasions[cell.number]!
      const key = `${occasion.kind} ${occasion.from} ${occasion.to} ${occasion.places}`
      const room = rooms.get(key) ?? { occasion, of: [] }
      rooms.set(key, room)
      room.of.push(cell)
    }
    const { host, day } = there[0]!
    for (const { occasion, of } of rooms.values()) {
      const beside = there.filter(({ number }) => overlap(ground.occasions[number]!, occasion))
      const room = ground.roomLeft(host, occasion, day)
      const most = beside.reduce((sum, { number }) => sum + ground.occasions[number]!.places, 0)
      if (most <= room) continue
      const hasAll =
        beside.length === there.length && [...rooms.values()].every((other) => ground.roomLeft(host, other.occasion, day) === room)
      const terms = beside.map(({ number, column }) => [column, ground.occasions[number]!.places] as const)
      if (hasAll) model.row(0, terms, room)
      else
        for (const cell of of)
          model.row(
            Number.NEGATIVE_INFINITY,
            terms.map(([column, places]) => [column, column === cell.column ? places + most - room : places] as const),
            most,
          )
    }
  }
}

/** Nobody is in two places, the way between counted, and nobody spends more than has accrued. */
function writeDiaries(model: LinearModel, ground: Ground, cells: readonly Cell[]): void {
  const diaries = new Map<number, { cell: Cell; column: number }[]>()
  const add = (person: number, cell: Cell, column: number) => {
    const diary = diaries.get(person) ?? []
    diaries.set(person, diary)
    diary.push({ cell, column })
  }
  for (const cell of cells) {
    for (const person of ground.occasions[cell.number]!.going) add(person, cell, cell.column)
    for (const { candidate, column } of cell.seats) add(candidate.person, cell, column)
  }
  for (const [person, diary] of diaries) {
    for (const ofDay of Map.groupBy(diary, ({ cell }) => cell.day).values()) writeClashes(model, ground, ofDay)
    writeAllowance(model, ground, person, diary)
  }
}

type Diary = readonly { readonly cell: Cell; readonly column: number }[]

function writeClashes(model: LinearModel, ground: Ground, diary: Diary): void {
  const numbers = new Set(diary.map(({ cell }) => cell.number))
  if (numbers.size < 2) return
  const written = new Set<string>()
  // All that are under way at one time: of intervals, the largest sets that overlap each begin with one of them.
  for (const start of new Set([...numbers].map((number) => ground.occasions[number]!.from))) {
    const under = diary.filter(({ cell }) => {
      const { from, to } = ground.occasions[cell.number]!
      return from <= start && start < to
    })
    const key = under.map(({ column }) => column).join()
    if (new Set(under.map(({ cell }) => cell.number)).size < 2 || written.has(key)) continue
    written.add(key)
    model.row(
      0,
      under.map(({ column }) => [column, 1] as const),
      1,
    )
  }
  for (const { cell, column } of diary) {
    const occasion = ground.occasions[cell.number]!
    const after = diary.filter(({ cell: other }) => {
      const there = ground.occasions[other.number]!
      return other.number !== cell.number && there.from >= occasion.to && !ground.fitTogether(occasion, cell.host, there, other.host)
    })
    for (const next of Map.groupBy(after, ({ cell: other }) => other.number).values())
      model.row(0, [[column, 1], ...next.map((other) => [other.column, 1] as const)], 1)
  }
}

function writeAllowance(model: LinearModel, ground: Ground, person: number, diary: Diary): void {
  const spending = diary
    .map(({ cell, column }) => ({
      day: cell.day,
      number: cell.number,
      column,
      minutes: ground.spends(person, ground.occasions[cell.number]!, cell.day),
    }))
    .filter(({ minutes }) => minutes > 0)
  if (spending.length === 0) return
  // What may be spent rises in steps: the last day of each step is the one that binds.
  const steps = [...ground.days.keys()].filter((day) => ground.timeLeft(person, day) !== ground.timeLeft(person, day + 1))
  for (const day of steps) {
    const until = spending.filter((one) => one.day <= day)
    const mostOf = new Map<number, number>()
    for (const { number, minutes } of until) mostOf.set(number, Math.max(mostOf.get(number) ?? 0, minutes))
    const most = [...mostOf.values()].reduce((sum, minutes) => sum + minutes, 0)
    const left = ground.timeLeft(person, day)
    if (most > left)
      model.row(
        0,
        until.map(({ column, minutes }) => [column, minutes] as const),
        left,
      )
  }
}

/** The rules that only ask which school hosts what, as rows of a model: in turn, to different hosts, an even share, and room in the whole period. */
import type { Ground } from './ground.ts'
import type { Option } from './options.ts'
import type { Meetings, Sessions } from './problem.ts'
import type { LinearModel } from './solver.ts'

/** Of each occasion that is chosen now: host → the column that is 1 where it is there. */
export type HostColumns = ReadonlyMap<number, ReadonlyMap<number, number>>

export function writeHostRules(model: LinearModel, ground: Ground, options: readonly (readonly Option[])[], columns: HostColumns): void {
  for (const demand of ground.problem.demands) {
    const numbers = [...columns.keys()].filter((number) => ground.occasions[number]!.demand === demand)
    if (demand.kind === 'meeting' || demand.kind === 'session') writeTurns(model, ground, demand, numbers, columns)
    if (demand.kind === 'visit' && demand.differentHosts) writeDifferentHosts(model, ground, numbers, columns)
  }
  writeEvenShare(model, ground, columns)
  writeRoom(model, ground, options, columns)
}

/**
 * Hosting in turn: whoever hosts has hosted no oftener than any other able school, but for the one that hosted last; and one after the
 * other is at different schools. A single able school hosts all.
 */
function writeTurns(
  model: LinearModel,
  ground: Ground,
  demand: Meetings | Sessions,
  numbers: readonly number[],
  columns: HostColumns,
): void {
  const { schools } = ground.problem
  const before = (host: number) => demand.hosted[schools[host]!.urn] ?? 0
  const lastHost = demand.lastHost === undefined ? -1 : ground.schoolNumber(demand.lastHost)
  for (const [k, number] of numbers.entries()) {
    const able = ground.ableHosts(number)
    if (able.length < 2) continue
    for (const [host, here] of columns.get(number)!) {
      if (k === 0 && host === lastHost) model.row(0, [[here, 1]], 0)
      const previous = k > 0 ? columns.get(numbers[k - 1]!)!.get(host) : undefined
      if (previous !== undefined)
        model.row(
          0,
          [
            [previous, 1],
            [here, 1],
          ],
          1,
        )
      const earlier = (at: number) => numbers.slice(0, k).flatMap((one) => columns.get(one)!.get(at) ?? [])
      for (const other of able) {
        if (other === host || (k === 0 && other === lastHost)) continue
        const ofHost = earlier(host)
        const most = before(host) + ofHost.length - before(other)
        if (most <= 0) continue
        const terms = new Map<number, number>([[here, most]])
        const add = (column: number, coefficient: number) => terms.set(column, (terms.get(column) ?? 0) + coefficient)
        for (const column of ofHost) add(column, 1)
        for (const column of earlier(other)) add(column, -1)
        const lastAtOther = k > 0 ? columns.get(numbers[k - 1]!)!.get(other) : undefined
        if (lastAtOther !== undefined) add(lastAtOther, -most)
        model.row(Number.NEGATIVE_INFINITY, [...terms], most - (before(host) - before(other)))
      }
      tightenTurns(model, numbers, columns, { k, host, here, able, before })
    }
  }
}

/** Twice at one school is out of question while there are fewer occasions between than others that would have to host first. */
function tightenTurns(
  model: LinearModel,
  numbers: readonly number[],
  columns: HostColumns,
  { k, host, here, able, before }: { k: number; host: number; here: number; able: readonly number[]; before: (host: number) => number },
): void {
  const behind = able.flatMap((other) => (other === host ? [] : [Math.max(0, before(host) + 1 - before(other))]))
  const needed = behind.reduce((sum, one) => sum + one, 0) - Math.max(0, ...behind)
  if (needed <= k - 1) return
  for (const number of numbers.slice(0, Math.max(0, k - 1))) {
    const there = columns.get(number)!.get(host)
    if (there !== undefined)
      model.row(
        0,
        [
          [there, 1],
          [here, 1],
        ],
        1,
      )
  }
}

function writeDifferentHosts(model: LinearModel, ground: Ground, numbers: readonly number[], columns: HostColumns): void {
  const ofPerson = Map.groupBy(numbers, (number) => ground.occasions[number]!.going[0]!)
  for (const own of ofPerson.values())
    for (const host of ground.problem.schools.keys()) {
      const there = own.flatMap((number) => columns.get(number)!.get(host) ?? [])
      if (there.length > 1)
        model.row(
          0,
          there.map((column) => [column, 1] as const),
          1,
        )
    }
}

/** Visits beyond an even share cost; who hosted in earlier years begins with those. */
function writeEvenShare(model: LinearModel, ground: Ground, columns: HostColumns): void {
  const visits = [...columns.keys()].filter((number) => ground.occasions[number]!.kind === 'visit')
  const hosts = [...new Set(visits.flatMap((number) => [...columns.get(number)!.keys()]))]
  for (const host of hosts) {
    const there = visits.flatMap((number) => columns.get(number)!.get(host) ?? [])
    const room = ground.evenShare(host)
    if (there.length <= room) continue
    const above = model.column(ground.weights.aboveEvenShare, { upper: there.length, isWhole: false })
    model.row(Number.NEGATIVE_INFINITY, [...there.map((column) => [column, 1] as const), [above, -1]], room)
  }
}

/** What the visits at one school in one period need is no more than there is room for on all its days together. */
function writeRoom(model: LinearModel, ground: Ground, options: readonly (readonly Option[])[], columns: HostColumns): void {
  const visits = [...columns.keys()].filter((number) => ground.occasions[number]!.kind === 'visit')
  const alike = Map.groupBy(visits, (number) => {
    const { firstDay, lastDay, from, to } = ground.occasions[number]!
    return `${firstDay} ${lastDay} ${from} ${to}`
  })
  for (const numbers of alike.values())
    for (const host of ground.problem.schools.keys()) {
      const days = new Set<number>()
      const there: number[] = []
      for (const number of numbers) {
        const column = columns.get(number)!.get(host)
        if (column === undefined) continue
        there.push(column)
        for (const day of options[number]!.find((option) => option.host === host)!.days) days.add(day)
      }
      let room = 0
      for (const day of days) room += ground.roomLeft(host, ground.occasions[numbers[0]!]!, day)
      if (there.length > room)
        model.row(
          0,
          there.map((column) => [column, 1] as const),
          room,
        )
    }
}

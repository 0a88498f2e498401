/** What is planned so far, and whether something more goes with it. */
import type { Ground } from './ground.ts'
import type { Occasion } from './occasions.ts'
import type { Candidate } from './seats.ts'

/** An occasion at a host on a day, with those chosen for it. */
export interface Placed {
  readonly number: number
  readonly host: number
  readonly day: number
  readonly team: readonly Candidate[]
}

export class Timetable {
  readonly #ground: Ground
  readonly #placed = new Map<number, Placed>()
  readonly #ofPerson = new Map<number, Placed[]>()
  readonly #ofHost = new Map<number, Placed[]>()

  constructor(ground: Ground) {
    this.#ground = ground
  }

  get all(): Placed[] {
    return [...this.#placed.values()].sort((a, b) => a.number - b.number)
  }

  /** With the cheapest team that is free then. @returns nothing where it does not go with what is there. */
  tryAt(number: number, host: number, day: number): Placed | undefined {
    const occasion = this.#ground.occasions[number]!
    if (!this.#isInOrder(number, occasion, day) || !this.#hasRoom(occasion, host, day)) return undefined
    if (!occasion.going.every((person) => this.#isFree(person, occasion, host, day))) return undefined
    if (occasion.seats === undefined) return { number, host, day, team: [] }
    const free = this.#ground.couldSit(number, host, day).filter(({ person }) => this.#isFree(person, occasion, host, day))
    // Of equals, who goes least often goes first.
    const often = (person: number) => this.#ofPerson.get(person)?.length ?? 0
    const team = this.#ground.teamOf(
      number,
      host,
      free.toSorted((a, b) => often(a.person) - often(b.person)),
    )
    return team && { number, host, day, team }
  }

  /** With this team. */
  goesWith({ number, host, day, team }: Placed): boolean {
    const occasion = this.#ground.occasions[number]!
    return (
      this.#isInOrder(number, occasion, day) &&
      this.#hasRoom(occasion, host, day) &&
      [...occasion.going, ...team.map(({ person }) => person)].every((person) => this.#isFree(person, occasion, host, day))
    )
  }

  place(placed: Placed): void {
    this.#placed.set(placed.number, placed)
    for (const person of this.#peopleOf(placed)) listOf(this.#ofPerson, person).push(placed)
    listOf(this.#ofHost, placed.host).push(placed)
  }

  remove(placed: Placed): void {
    this.#placed.delete(placed.number)
    for (const person of this.#peopleOf(placed)) drop(listOf(this.#ofPerson, person), placed)
    drop(listOf(this.#ofHost, placed.host), placed)
  }

  #peopleOf = ({ number, team }: Placed): number[] => [...this.#ground.occasions[number]!.going, ...team.map(({ person }) => person)]

  /** Meetings and sessions are one after the other, on days of their own. */
  #isInOrder(number: number, { demand }: Occasion, day: number): boolean {
    if (demand.kind !== 'meeting' && demand.kind !== 'session') return true
    const { occasions } = this.#ground
    for (let other = number - 1; occasions[other]?.demand === demand; other--)
      if (this.#placed.has(other) && this.#placed.get(other)!.day >= day) return false
    for (let other = number + 1; occasions[other]?.demand === demand; other++)
      if (this.#placed.has(other) && this.#placed.get(other)!.day <= day) return false
    return true
  }

  /** All that overlap at the host have room, by the least that it offers to any of them. */
  #hasRoom(occasion: Occasion, host: number, day: number): boolean {
    let room = this.#ground.roomLeft(host, occasion, day) - occasion.places
    for (const other of this.#ofHost.get(host) ?? []) {
      const there = this.#ground.occasions[other.number]!
      if (other.day !== day || !overlap(there, occasion)) continue
      room -= there.places
      if (this.#takenBeside(other) + there.places + occasion.places > this.#ground.roomLeft(host, there, day)) return false
    }
    return room >= 0
  }

  #takenBeside({ number, host, day }: Placed): number {
    const occasion = this.#ground.occasions[number]!
    return (this.#ofHost.get(host) ?? []).reduce(
      (sum, other) =>
        other.number !== number && other.day === day && overlap(this.#ground.occasions[other.number]!, occasion)
          ? sum + this.#ground.occasions[other.number]!.places
          : sum,
      0,
    )
  }

  #isFree(person: number, occasion: Occasion, host: number, day: number): boolean {
    const ground = this.#ground
    const own = this.#ofPerson.get(person)
    if (own === undefined || own.length === 0) return true
    for (const other of own)
      if (other.day === day && !ground.fitTogether(ground.occasions[other.number]!, other.host, occasion, host)) return false
    const asked = ground.spends(person, occasion, day)
    if (asked === 0) return true
    const spent = own.map((other) => ({ day: other.day, minutes: ground.spends(person, ground.occasions[other.number]!, other.day) }))
    spent.push({ day, minutes: asked })
    return spent.every(
      (at) => spent.reduce((sum, one) => (one.day <= at.day ? sum + one.minutes : sum), 0) <= ground.timeLeft(person, at.day),
    )
  }
}

export const overlap = (a: Occasion, b: Occasion): boolean => a.from < b.to && b.from < a.to

function listOf(lists: Map<number, Placed[]>, key: number): Placed[] {
  const there = lists.get(key)
  if (there) return there
  const list: Placed[] = []
  lists.set(key, list)
  return list
}

function drop(list: Placed[], placed: Placed): void {
  const at = list.indexOf(placed)
  if (at >= 0) list.splice(at, 1)
}

/**
 * Another telling of what an appointment is, to hold the rules against: day by day, without periods. Days are numbers from 0; what is
 * open goes on at the last of them.
 */

import { plusDays } from '@nlc/known/day'
import type { Period } from '../src/appointments/period.ts'

export const days = 48
export const epoch = '2026-09-01'
export const dayOf = (n: number): string => plusDays(epoch, n)

export interface Held {
  readonly urn: string
  readonly minutesPerWeek: number
  readonly share: number
  readonly paused: boolean
}

/** On each day, or not. */
export type Flags = boolean[]
export const always = (): Flags => Array.from({ length: days }, () => true)

export interface Facts {
  /** By URN: the person works there. */
  readonly works: Map<string, Flags>
  /** By URN: it belongs to the network. */
  readonly belongs: Map<string, Flags>
  dissolvedOn: number | null
}

export interface Model {
  stage: 'offered' | 'school-agreed' | 'confirmed' | 'declined' | 'withdrawn' | 'voided'
  /** What people decided. */
  intended: (Held | null)[]
  /** Days on which a period begins that was recorded as such. */
  begins: Set<number>
  /** It goes on after the last of the days. */
  open: boolean
  ended: string | null
  /** By URN. */
  released: Map<string, number>
}

const runs = ({ intended, begins }: Model): number[][] => {
  const all: number[][] = []
  for (let day = 0; day < days; day++) {
    if (intended[day] === null) continue
    if (begins.has(day) || all.length === 0) all.push([])
    all.at(-1)!.push(day)
  }
  return all
}

/** The last day of what it stands on (`null`: for ever), and why. */
export function limitOf(model: Model, facts: Facts): { day: number; reason: string } | null {
  const limits: { day: number; reason: string }[] = []
  if (facts.dissolvedOn !== null) limits.push({ day: facts.dissolvedOn, reason: 'network-dissolved' })
  for (const [flags, reason] of [
    [facts.belongs, 'school-left-network'],
    [facts.works, 'left-school'],
  ] as const) {
    for (const run of runs(model)) {
      const fine = (day: number) => flags.get(model.intended[day]!.urn)?.[day] === true
      const first = run.find((day) => fine(day) && day <= run[0]! + 31)
      const broken = first === undefined ? run[0]! : run.find((day) => day > first && !fine(day))
      if (broken === undefined) continue
      limits.push({ day: broken - 1, reason })
      break
    }
  }
  return limits.sort((a, b) => a.day - b.day)[0] ?? null
}

/** Day by day what is held, after all that befell it. */
export function heldOf(model: Model, facts: Facts): { held: (Held | null)[]; open: boolean; reason: string | null } {
  const limit = limitOf(model, facts)
  const last = model.intended.findLastIndex((held) => held !== null)
  const isCut = limit !== null && (model.open || limit.day < last)
  if (!isCut) return { held: model.intended, open: model.open, reason: model.ended }
  return { held: model.intended.map((held, day) => (day <= limit.day ? held : null)), open: false, reason: limit.reason }
}

export function stateOf(model: Model, facts: Facts, day: number): string {
  if (model.stage !== 'confirmed') return model.stage
  const { held, open } = heldOf(model, facts)
  const first = held.findIndex((one) => one !== null)
  if (first === -1) return 'voided'
  if (day < first) return 'accepted'
  const now = held[day] ?? (open ? held.at(-1)! : null)
  return now === null ? 'ended' : now.paused ? 'paused' : 'active'
}

/** Periods told day by day. */
export function byDay(periods: readonly Period[]): { held: (Held | null)[]; open: boolean } {
  const held = Array.from({ length: days }, (_, n): Held | null => {
    const day = dayOf(n)
    const period = periods.find(({ firstDay, lastDay }) => firstDay <= day && (lastDay === null || day <= lastDay))
    return period ? { urn: period.urn!, minutesPerWeek: period.minutesPerWeek, share: period.share, paused: period.paused } : null
  })
  return { held, open: periods.at(-1)?.lastDay === null }
}

export type Deed =
  | { do: 'release'; urn: string; minutes: number }
  | { do: 'accept' | 'decline' | 'withdraw' | 'void' }
  | { do: 'change'; from: number; minutes?: number; share?: number; urn?: string; last?: number | null }
  | { do: 'pause' | 'resume'; from: number }
  | { do: 'end'; last: number }
  | { do: 'correct'; pieces: readonly { length: number; held: Held }[]; from: number; open: boolean }

/** What a deed makes of the model; undefined where it is refused. The same where it changes nothing. */
export function done(model: Model, facts: Facts, deed: Deed): Model | undefined {
  const isOffer = model.stage === 'offered' || model.stage === 'school-agreed'
  const { held, open, reason } = heldOf(model, facts)
  const first = held.findIndex((one) => one !== null)
  const last = open ? Number.POSITIVE_INFINITY : held.findLastIndex((one) => one !== null)
  const isHeld = model.stage === 'confirmed' && first !== -1
  const isCut = reason !== model.ended || (!open && model.open)
  const covers = (released: Map<string, number>, intended: (Held | null)[], before: (Held | null)[]) =>
    intended.every((one) => {
      if (one === null || one.minutesPerWeek === 0) return true
      const had = before.filter((it) => it?.urn === one.urn).map((it) => it!.minutesPerWeek)
      return one.minutesPerWeek <= Math.max(released.get(one.urn) ?? 0, ...had)
    })

  switch (deed.do) {
    case 'release': {
      if (!(isOffer || model.stage === 'confirmed') || first === -1) return undefined
      if ((model.released.get(deed.urn) ?? 0) >= deed.minutes) return model
      const released = new Map(model.released).set(deed.urn, deed.minutes)
      const agreed =
        model.stage === 'offered' && model.intended.some((one) => one && one.minutesPerWeek > 0) && covers(released, model.intended, [])
      return { ...model, released, stage: agreed ? 'school-agreed' : model.stage }
    }
    case 'accept':
      return isOffer && covers(model.released, model.intended, []) ? { ...model, stage: 'confirmed' } : undefined
    case 'decline':
      return isOffer ? { ...model, stage: 'declined' } : undefined
    case 'withdraw':
      return isOffer ? { ...model, stage: 'withdrawn' } : undefined
    case 'void':
      return model.stage === 'confirmed' ? { ...model, stage: 'voided' } : undefined
    case 'end': {
      if (!isHeld || (model.ended !== null && !open) || deed.last < model.intended.findIndex((one) => one !== null)) return undefined
      if (isCut ? deed.last >= last : deed.last > last) return undefined
      return { ...model, intended: model.intended.map((one, day) => (day <= deed.last ? one : null)), open: false, ended: 'completed' }
    }
    case 'pause':
    case 'resume': {
      if (!isHeld || deed.from < first || deed.from > last) return undefined
      const paused = deed.do === 'pause'
      if (held[deed.from]!.paused === paused) return undefined
      const intended = model.intended.map((one, day) => (one === null || day < deed.from ? one : { ...one, paused }))
      return { ...model, intended, begins: distinct(intended, new Set([...model.begins, deed.from])) }
    }
    case 'change': {
      if (!isHeld) return undefined
      if ((model.ended !== null && deed.last !== undefined) || ((model.ended !== null || isCut) && deed.from > last)) return undefined
      if (deed.last != null && deed.last < deed.from) return undefined
      let intended = model.intended
      let goesOn = model.open
      let begins = model.begins
      if (deed.last !== undefined) {
        const until = deed.last ?? days - 1
        const before = model.intended.findLastIndex((one) => one !== null)
        intended = intended.map((one, day) => (day > until ? null : day > before ? model.intended[before]! : one))
        goesOn = deed.last === null
        begins = new Set([...begins].filter((day) => day <= until))
      }
      const there = intended[deed.from]
      if (!there) return undefined
      const changed: Held = {
        ...there,
        ...(deed.urn !== undefined && { urn: deed.urn }),
        ...(deed.minutes !== undefined && { minutesPerWeek: deed.minutes }),
        ...(deed.share !== undefined && { share: deed.share }),
      }
      if (JSON.stringify(changed) !== JSON.stringify(there)) {
        if (begins.has(deed.from) || deed.from === intended.findIndex((one) => one !== null)) return undefined
        const next = [...begins].filter((day) => day > deed.from).sort((a, b) => a - b)[0] ?? days
        intended = intended.map((one, day) => (one !== null && day >= deed.from && day < next ? changed : one))
        begins = new Set([...begins, deed.from])
      }
      if (!covers(model.released, intended, model.intended)) return undefined
      return { ...model, intended, open: goesOn, begins }
    }
    case 'correct': {
      if (model.stage !== 'confirmed') return undefined
      const intended: (Held | null)[] = Array.from({ length: days }, () => null)
      const begins = new Set<number>()
      let day = deed.from
      for (const { length, held: piece } of deed.pieces) {
        begins.add(day)
        for (let n = 0; n < length && day < days; n++, day++) intended[day] = piece
      }
      if (deed.open) for (; day < days; day++) intended[day] = deed.pieces.at(-1)!.held
      if (!covers(model.released, intended, model.intended)) return undefined
      return { ...model, intended, begins, open: deed.open, ended: null }
    }
  }
}

/** Beginnings at which nothing is different from the day before are none: pausing and resuming leave no trace of themselves. */
function distinct(intended: (Held | null)[], begins: Set<number>): Set<number> {
  return new Set([...begins].filter((day) => day === 0 || JSON.stringify(intended[day]) !== JSON.stringify(intended[day - 1] ?? null)))
}

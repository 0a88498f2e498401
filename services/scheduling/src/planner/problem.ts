/** What the planner is asked: a plain value, as JSON can carry it. Days are `YYYY-MM-DD`, times minutes from midnight in Europe/London. */
import type { Point, TravelRule } from '../travel/travel.ts'

/** Both days are counted. */
export interface Days {
  readonly firstDay: string
  readonly lastDay: string
}

export type PlannedKind = 'meeting' | 'visit' | 'session' | 'learning-walk' | 'super-learning-day'

/** What a day is at a school; a day that is not named is a holiday or a weekend, and nobody is in. */
export type DayAtSchool = 'pupils' | 'half-day' | 'inset' | 'exam-week' | 'blackout' | 'closure'

/** What a school would host, for at most so many at once. */
export interface OfferToPlan extends Days {
  readonly kinds: readonly PlannedKind[]
  /** 1 is Monday, 5 Friday. Absent: any. */
  readonly weekdays?: readonly number[]
  readonly capacity: number
}

/** Half-open in time. */
export interface Busy {
  readonly day: string
  readonly from: number
  readonly to: number
}

export interface SchoolToPlan {
  readonly urn: string
  /** Unknown: a way there takes the fixed part alone. */
  readonly point?: Point
  readonly days: Readonly<Record<string, DayAtSchool>>
  /** When lessons are, minutes from midnight. Absent: 9:00 to 15:30. */
  readonly lessons?: readonly { readonly from: number; readonly to: number }[]
  readonly offers: readonly OfferToPlan[]
  /** What it hosts already, and how many places that has. */
  readonly hosts: readonly (Busy & { readonly places: number })[]
  /** Visits that it hosted in earlier years: who hosted goes later. */
  readonly visitsHosted: number
}

export interface PersonToPlan {
  readonly id: string
  /** Of the school from which they come. */
  readonly urn: string
  /** 1 is Monday, 5 Friday. Absent: all five. */
  readonly workingDays?: readonly number[]
  /**
   * What may still be spent in sum up to and with that day, in the order of days and never less than before. Absent: their time comes from
   * no allowance.
   */
  readonly timeLeft?: readonly { readonly fromDay: string; readonly minutes: number }[]
  readonly expertise?: readonly string[]
  /** Where they are to be already. Without a place it is online. */
  readonly engagements: readonly (Busy & { readonly urn?: string; readonly point?: Point })[]
}

interface AtATime {
  /** Unique among the demands. */
  readonly id: string
  readonly from: number
  /** How long it takes; what is spent of an allowance where it is taken from teaching. */
  readonly minutes: number
  /** 1 is Monday. Other days are taken where these do not do. Absent: all are alike. */
  readonly preferredWeekdays?: readonly number[]
}

/** Hosted in turn by the schools that offer it: how often each has hosted before this plan, and who did last. */
interface InTurn {
  readonly hosted: Readonly<Record<string, number>>
  readonly lastHost?: string
}

/** One meeting in each period. */
export interface Meetings extends AtATime, InTurn {
  readonly kind: 'meeting'
  readonly people: readonly string[]
  readonly periods: readonly Days[]
}
/** So many visits of each person in each period, each to another school than their own. */
export interface Visits extends AtATime {
  readonly kind: 'visit'
  readonly people: readonly string[]
  readonly periods: readonly Days[]
  readonly each: number
  /** Nobody goes to one school twice. */
  readonly differentHosts: boolean
}
/** Sessions one after the other. Led by the person named, or by somebody of the host with the expertise. */
export interface Sessions extends AtATime, InTurn {
  readonly kind: 'session'
  readonly urns: readonly string[]
  readonly people: readonly string[]
  readonly sessions: readonly (Days & { readonly leader?: string; readonly expertise?: string })[]
}
/** A walk by its lead and two or three more: somebody of the host, and of at least one other school. */
export interface Walk extends AtATime, Days {
  readonly kind: 'learning-walk'
  readonly lead: string
  readonly candidates: readonly string[]
  readonly size: 3 | 4
}
/** Pairs from two schools, neither of them the host, teach one year group for a day. */
export interface SuperLearningDay extends AtATime, Days {
  readonly kind: 'super-learning-day'
  readonly candidates: readonly string[]
  readonly pairs: number
}
export type Demand = Meetings | Visits | Sessions | Walk | SuperLearningDay

/** What people decided of an occasion. */
export interface Pin {
  readonly occasion: string
  readonly host?: string
  readonly day?: string
}
/** What people ruled out: a host, a day, or that host on that day; somebody to be chosen for it. */
export interface Exclusion {
  readonly occasion: string
  readonly host?: string
  readonly day?: string
  readonly person?: string
}

/** In minutes on the way that each is worth. */
export interface Weights {
  /** Of a visit that a school hosts beyond an even share of all, earlier years included. */
  readonly aboveEvenShare: number
  /** Of an occasion on a day of the week that is not preferred. */
  readonly unpreferredWeekday: number
}

export const usualWeights: Weights = { aboveEvenShare: 30, unpreferredWeekday: 20 }

export interface PlanningProblem {
  readonly schools: readonly SchoolToPlan[]
  readonly people: readonly PersonToPlan[]
  readonly demands: readonly Demand[]
  readonly pins: readonly Pin[]
  readonly exclusions: readonly Exclusion[]
  /** Days before it are over. */
  readonly notBefore?: string
  /** Occasions that are not to be planned any more. */
  readonly without?: readonly string[]
  readonly travel?: TravelRule
  readonly weights?: Weights
}

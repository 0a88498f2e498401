/** What the planner is asked: a plain value, as JSON can carry it. Days are `YYYY-MM-DD`, times minutes from midnight in Europe/London. */

/** Both days are counted. */
export interface Days {
  readonly firstDay: string
  readonly lastDay: string
}

export type Kind = 'meeting' | 'visit' | 'session' | 'walk' | 'super-learning-day'

export interface CalendarException extends Days {
  readonly kind: 'holiday' | 'inset' | 'closure' | 'half-day' | 'exams' | 'blackout' | 'timetable-suspended'
}

/** What a school would host. `visitors` is how many people of other schools it takes on one day. */
export interface Offer extends Days {
  readonly kinds: readonly Kind[]
  readonly visitors: number
}

export interface PlannedSchool {
  readonly urn: string
  /** Degrees; unknown, a journey takes its extra minutes alone. */
  readonly latitude?: number
  readonly longitude?: number
  readonly terms: readonly Days[]
  readonly exceptions: readonly CalendarException[]
  readonly offers: readonly Offer[]
  /** How often it hosted in earlier years, so that last year's hosts go later. */
  readonly hostedInEarlierYears: number
}

export interface Engagement {
  readonly day: string
  readonly startsAt: number
  readonly endsAt: number
  /** Absent: online or on neutral ground, with no way to go. */
  readonly urn?: string
}

export interface PlannedPerson {
  readonly id: string
  readonly urn: string
  /** 1 is Monday, 5 Friday. */
  readonly workingDays: readonly number[]
  /** Minutes that have accrued by a day and are not yet spent, in order of days. None: the person's time is not taken from an allowance. */
  readonly accrued?: readonly { readonly day: string; readonly minutes: number }[]
  readonly expertise: readonly string[]
  readonly engagements: readonly Engagement[]
}

interface Times {
  readonly minutes: number
  /** It may begin at any of these. */
  readonly startsAt: readonly number[]
  /** Days of the week that are liked; others cost. */
  readonly likedWeekdays?: readonly number[]
}

/** One meeting in each period, each at another school, hosted in turn. */
export interface Meetings extends Times {
  readonly kind: 'meeting'
  readonly id: string
  readonly participants: readonly string[]
  readonly periods: readonly Days[]
  /** Schools that already hosted in the round that is running, the last of all named last. */
  readonly hostedThisRound: readonly string[]
}
/** So many visits of each holder in each period, to schools that offer visits. */
export interface Visits extends Times {
  readonly kind: 'visit'
  readonly id: string
  readonly holders: readonly string[]
  readonly periods: readonly Days[]
  readonly each: number
  /** Nobody goes to one school twice. */
  readonly differentHosts: boolean
}
/** Sessions in order, each school in turn; a session is led by the named person, or by somebody of the host with the expertise. */
export interface Sessions extends Times {
  readonly kind: 'session'
  readonly id: string
  readonly schools: readonly string[]
  readonly participants: readonly string[]
  readonly hostedThisRound: readonly string[]
  readonly sessions: readonly (Days & { readonly leader?: string; readonly expertise?: string })[]
}
/** A walk by a lead and two or three of the candidates, with somebody of the host and somebody of another school. */
export interface Walk extends Times, Days {
  readonly kind: 'walk'
  readonly id: string
  readonly lead: string
  readonly candidates: readonly string[]
  readonly size: 3 | 4
}
/** One year group is taught for a day by pairs from two schools, neither of them the host. */
export interface SuperLearningDay extends Times, Days {
  readonly kind: 'super-learning-day'
  readonly id: string
  readonly yearGroup: number
  readonly candidates: readonly string[]
  readonly pairs: number
}
export type Demand = Meetings | Visits | Sessions | Walk | SuperLearningDay

/** What people decided: where a pin says nothing, the planner decides. */
export interface Pin {
  readonly activity: string
  readonly host?: string
  readonly day?: string
  readonly startsAt?: number
}
/** What people ruled out for an activity: a host, a day, or that host on that day; a person of a team. */
export interface Exclusion {
  readonly activity: string
  readonly host?: string
  readonly day?: string
  readonly person?: string
}

/** A journey: `detour` times the straight line at `kmPerHour`, and `extraMinutes`, rounded up to `roundUpTo` minutes. */
export interface Travel {
  readonly detour: number
  readonly kmPerHour: number
  readonly extraMinutes: number
  readonly roundUpTo: number
}

/** What the plan costs, in minutes of travel that each would be worth. */
export interface Weights {
  /** Of one minute on the way, there and back, of one person. */
  readonly travel: number
  /** Of an occasion at a school, for each time that it hosted in earlier years more than who did least; twice that for the first occasion, falling to once. */
  readonly hostedEarlier: number
  /** Of each visit that a school hosts above an even share. */
  readonly aboveEvenShare: number
  /** Of a day of the week that is not liked. */
  readonly unlikedWeekday: number
}

export interface PlanningProblem {
  readonly schools: readonly PlannedSchool[]
  readonly people: readonly PlannedPerson[]
  readonly demands: readonly Demand[]
  readonly pins: readonly Pin[]
  readonly exclusions: readonly Exclusion[]
  readonly travel?: Travel
  readonly weights?: Weights
}

export const usualTravel: Travel = { detour: 1.3, kmPerHour: 40, extraMinutes: 10, roundUpTo: 5 }
export const usualWeights: Weights = { travel: 1, hostedEarlier: 30, aboveEvenShare: 30, unlikedWeekday: 20 }

/** What the planner answers. */
import type { PlannedKind } from './problem.ts'

/** Where and when an occasion is, and who goes. */
export interface Placement {
  /** `<demand>:<number>`; of visits `<demand>:<person>:<number>`. */
  readonly occasion: string
  readonly kind: PlannedKind
  readonly host: string
  readonly day: string
  readonly from: number
  readonly minutes: number
  /** Everybody who goes, those chosen included. */
  readonly people: readonly string[]
  /** Who of them was chosen: a walk's team beside its lead, who leads a session; of a Super Learning Day, one pair after the other. */
  readonly chosen: readonly string[]
  readonly why: Why
}

/** Why this host and day, and what had to give. Minutes are those of all who go, there and back. */
export interface Why {
  readonly travelMinutes: number
  /** The host to which the ways would have been shortest, where that is another. */
  readonly nearest?: { readonly host: string; readonly travelMinutes: number; readonly because: NotNearest }
  /** It is on a day of the week that was not preferred. */
  readonly gave: readonly 'preferred-weekday'[]
}

/**
 * Why it is not there: it is not its turn; it has more than its share; the person goes there another time; what was kept or chosen for
 * others stands in the way.
 */
export type NotNearest = 'in-turn' | 'even-share' | 'different-hosts' | 'taken-otherwise'

/** Of a limit that rules an option out. */
export type Limit =
  | 'day-over'
  | 'school-shut'
  | 'no-pupils'
  | 'not-offered'
  | 'too-many'
  | 'host-taken'
  | 'nobody-at-work'
  | 'engaged'
  | 'no-time-left'
  | 'own-school'
  | 'pinned'
  | 'excluded'
  | 'nobody-to-choose'

/** Demands that cannot stand together: without any one of them, the others can. */
export interface Conflict {
  /** Occasions, and pins as `pin:<number>`, counted from 0. */
  readonly elements: readonly string[]
  /** What rules out the options of each occasion by itself, and how many. */
  readonly limits: Readonly<Record<string, Readonly<Partial<Record<Limit, number>>>>>
  readonly words: string
}

/** `planned`; `impossible`, and why; `undecided`: the work allowed was not enough to tell; `aborted`: the time allowed was over, or it was cancelled. */
export type Plan =
  | {
      readonly state: 'planned'
      readonly placements: readonly Placement[]
      /** In minutes: ways, and what the weights make of the rest. */
      readonly cost: number
      /** No plan costs less: proved. */
      readonly bound: number
      /** (cost − bound) ÷ cost; 0 where it is the best there is. */
      readonly gap: number
    }
  | { readonly state: 'impossible'; readonly conflicts: readonly Conflict[] }
  | { readonly state: 'undecided' }
  | { readonly state: 'aborted'; readonly because: 'cancelled' | 'time' }

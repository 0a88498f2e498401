/** What the planner answers: a plain value that can be kept as a draft. */

export interface Placement {
  /** `<demand>/<period>`, and for visits `<demand>/<period>/<holder>/<number>`, counted from 1. */
  readonly activity: string
  readonly host: string
  readonly day: string
  readonly startsAt: number
  readonly endsAt: number
  /** Everybody who comes, those of the host too. */
  readonly people: readonly string[]
  /** Who leads a session or a walk. */
  readonly leader?: string
  readonly pairs?: readonly (readonly [string, string])[]
  readonly why: Why
}

export interface Why {
  /** Of all who come, there and back. */
  readonly travelMinutes: number
  /** What another host would have cost besides, cheapest first, each activity seen alone; or why it could not be. */
  readonly otherHosts: readonly { readonly host: string; readonly costsMore?: number; readonly because?: string }[]
  /** What had to give for this placement, in words. */
  readonly gave: readonly string[]
}

export interface Plan {
  readonly placements: readonly Placement[]
  /** In weighted minutes, as `Weights` says. */
  readonly cost: number
  /** No plan costs less: proved. */
  readonly bound: number
  /** (cost − bound) / cost; 0 where the plan is shown to be best. */
  readonly gap: number
  /** Of a plan made from another: how many placements and people differ, and how many must. */
  readonly changes?: { readonly made: number; readonly least: number }
  /** What the solver did: models, and their columns in all. */
  readonly work: { readonly models: number; readonly columns: number }
}

/** One of a set that cannot stand together. */
export interface Grievance {
  readonly id: string
  readonly words: string
}

export type Planned =
  | { readonly outcome: 'planned'; readonly plan: Plan }
  /** Leave out any one of `conflict`, and the rest is possible; `irreducible` is false where the solver's bound of work ended the proof. */
  | { readonly outcome: 'impossible'; readonly conflict: readonly Grievance[]; readonly irreducible: boolean }
  | { readonly outcome: 'refused'; readonly because: readonly string[] }
  /** Nothing was found within the bound of the solver's work. */
  | { readonly outcome: 'undecided' }
  | { readonly outcome: 'aborted'; readonly by: 'signal' | 'clock' }

export interface PlanOptions {
  readonly seed?: number
  /** Nodes of one search tree. */
  readonly nodes?: number
  readonly signal?: AbortSignal
  /** Milliseconds after which planning is given up: it aborts, and never changes what is found. */
  readonly abortAfter?: number
  readonly progress?: (step: { readonly done: number; readonly of: number; readonly step: string }) => void
}

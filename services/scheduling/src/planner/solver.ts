/** HiGHS, the solver for mixed-integer models, compiled to WebAssembly: bounded by its own work, so that one seed gives one answer. */
import highs, { type Highs } from 'highs'

type Term = readonly [column: number, coefficient: number]

/** A model being written: columns are counted from 0 and whole numbers unless said otherwise. It minimizes. */
export class LinearModel {
  readonly cost: number[] = []
  readonly lower: number[] = []
  readonly upper: number[] = []
  readonly integrality: number[] = []
  readonly rowLower: number[] = []
  readonly rowUpper: number[] = []
  readonly starts: number[] = [0]
  readonly indices: number[] = []
  readonly values: number[] = []

  /** @returns its number. */
  column(cost: number, { lower = 0, upper = 1, isWhole = true }: { lower?: number; upper?: number; isWhole?: boolean } = {}): number {
    this.lower.push(lower)
    this.upper.push(upper)
    this.integrality.push(isWhole ? 1 : 0)
    return this.cost.push(cost) - 1
  }

  /** No column twice. */
  row(lower: number, terms: readonly Term[], upper: number): void {
    for (const [column, coefficient] of terms) {
      if (coefficient === 0) continue
      this.indices.push(column)
      this.values.push(coefficient)
    }
    this.rowLower.push(lower)
    this.rowUpper.push(upper)
    this.starts.push(this.indices.length)
  }
}

export type Solved =
  | { readonly state: 'optimal' | 'feasible'; readonly values: Float64Array; readonly cost: number; readonly bound: number }
  | { readonly state: 'infeasible' }
  /** The work allowed was not enough for any solution. */
  | { readonly state: 'undecided'; readonly bound: number }
  | { readonly state: 'aborted' }

/** When to stop although there is work left. */
export interface Limits {
  readonly seed: number
  /** Branch-and-bound nodes of one solve. */
  readonly nodes: number
  /** The wall clock aborts the whole, and what it was doing is lost. Milliseconds since the epoch. */
  readonly deadline: number
  readonly isCancelled: () => boolean
}

export const isOver = ({ deadline, isCancelled }: Limits): boolean => isCancelled() || Date.now() >= deadline

// Its types describe the CommonJS build; what Node imports is the function itself.
const loadHighs = highs as unknown as (typeof highs)['default']
let loading: Promise<Highs> | undefined

export class Solver {
  readonly #highs: Highs

  constructor(highs: Highs) {
    this.#highs = highs
  }

  static async load(): Promise<Solver> {
    loading ??= loadHighs()
    return new Solver(await loading)
  }

  solve(model: LinearModel, limits: Limits): Solved {
    if (isOver(limits)) return { state: 'aborted' }
    const { infinity, constants } = this.#highs
    const unlimited = (values: readonly number[]) =>
      values.map((value) => (Number.isFinite(value) ? value : value < 0 ? -infinity : infinity))
    const numCols = model.cost.length
    const numRows = model.rowLower.length
    const solving = this.#highs.createModel()
    try {
      solving.options.set({
        output_flag: false,
        random_seed: limits.seed & 0x7fffffff,
        mip_max_nodes: limits.nodes,
        mip_rel_gap: 0,
        mip_abs_gap: 0.5,
        // Interrupts are asked for between nodes only; the first relaxation alone can take long.
        ...(Number.isFinite(limits.deadline) && { time_limit: (limits.deadline - Date.now()) / 1000 }),
      })
      solving.passModel({
        numCols,
        numRows,
        colCost: model.cost,
        colLower: unlimited(model.lower),
        colUpper: unlimited(model.upper),
        integrality: Int32Array.from(model.integrality),
        rowLower: unlimited(model.rowLower),
        rowUpper: unlimited(model.rowUpper),
        matrix: { format: 'csr', numRows, numCols, starts: model.starts, indices: model.indices, values: model.values },
      })
      solving.run({
        [constants.callbackType.mipInterrupt]: (event: { interrupt(): void }) => {
          if (isOver(limits)) event.interrupt()
          return undefined
        },
      })
      if (isOver(limits)) return { state: 'aborted' }
      const status = solving.getModelStatus()
      const { modelStatus } = constants
      if (status === modelStatus.infeasible || status === modelStatus.unboundedOrInfeasible) return { state: 'infeasible' }
      // Nothing to choose: an empty model is not run.
      if (status === modelStatus.empty) return { state: 'optimal', values: new Float64Array(), cost: 0, bound: 0 }
      const bound = whole(Number(solving.info.get('mip_dual_bound')))
      if (Number(solving.info.get('primal_solution_status')) !== 2) return { state: 'undecided', bound }
      const cost = solving.getObjectiveValue()
      return { state: status === modelStatus.optimal ? 'optimal' : 'feasible', values: solving.getSolution().colValue, cost, bound }
    } finally {
      solving.dispose()
    }
  }
}

/** Costs are whole numbers: what is proved to be more than 41 is at least 42. */
const whole = (bound: number): number => Math.ceil(bound - 1e-6)

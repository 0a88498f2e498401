/** What a measurement is asked for. */
export interface Options {
  /** Each contender is measured so often, in turn with the others. */
  readonly rounds: number
  /** Of load, per contender and round. */
  readonly seconds: number
}

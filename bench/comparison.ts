/** Contenders measured in turn, round by round, so that what the machine does meanwhile meets them all alike. */
export interface Contender {
  readonly name: string
  readonly run: () => Promise<number>
}

type Unit = 'requests/s' | 'transactions/s' | 'operations/s' | 's' | 'ms'

export interface Comparison {
  readonly work: string
  readonly unit: Unit
  readonly ours: Contender
  readonly beside: readonly Contender[]
  readonly rounds: number
}

/** Prints medians and ranges, then one line of JSON per comparison; a ratio above 1 means that we are ahead. */
export async function compare({ ours, beside, ...comparison }: Comparison): Promise<void> {
  const measured = ({ name, run }: Contender) => ({ name, run: async () => ({ '': await run() }) })
  await compareAll({ ...comparison, ours: measured(ours), beside: beside.map(measured), measures: [''] })
}

export interface ComparisonOfSeveral<Measure extends string> extends Pick<Comparison, 'work' | 'unit' | 'rounds'> {
  readonly measures: readonly Measure[]
  readonly ours: ContenderOfSeveral<Measure>
  readonly beside: readonly ContenderOfSeveral<Measure>[]
}
interface ContenderOfSeveral<Measure extends string> {
  readonly name: string
  readonly run: () => Promise<Record<Measure, number>>
}

/** The same where one run yields several measures: a comparison for each. */
export async function compareAll<Measure extends string>(comparison: ComparisonOfSeveral<Measure>): Promise<void> {
  const { work, unit, ours, beside, rounds, measures } = comparison
  const contenders = [ours, ...beside]
  const results = new Map(contenders.map((contender) => [contender, [] as Record<Measure, number>[]]))
  for (let round = 0; round < rounds; round++) {
    // Each begins a round as often as the others.
    for (let turn = 0; turn < contenders.length; turn++) {
      const contender = contenders[(round + turn) % contenders.length] as ContenderOfSeveral<Measure>
      const result = await contender.run()
      results.get(contender)?.push(result)
      const said = measures.map((measure) => `${measure && `${measure} `}${shown(result[measure])} ${unit}`).join('  ')
      console.error(`round ${round + 1}/${rounds}  ${contender.name.padEnd(44)} ${said}`)
    }
  }
  for (const measure of measures) {
    const of = (contender: ContenderOfSeveral<Measure>) => results.get(contender)!.map((result) => result[measure])
    const what = measure ? `${work}, ${measure}` : work
    console.log(`\n${what} (${unit}; median, least to most of ${rounds} rounds)`)
    for (const contender of contenders) {
      console.log(
        `  ${contender.name.padEnd(44)} ${shown(median(of(contender)))}   ${shown(Math.min(...of(contender)))} to ${shown(Math.max(...of(contender)))}`,
      )
    }
    const less = unit === 's' || unit === 'ms'
    for (const other of beside) {
      // Of each round's ratio the median: both sides of it had the same minute.
      const ratios = of(ours).map((mine, round) => (less ? (of(other)[round] as number) / mine : mine / (of(other)[round] as number)))
      console.log(
        JSON.stringify({
          work: what,
          beside: other.name,
          ours: rounded(median(of(ours))),
          theirs: rounded(median(of(other))),
          unit,
          ratio: rounded(median(ratios)),
          rounds,
        }),
      )
    }
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}

const rounded = (value: number): number => Number(value.toPrecision(4))
const shown = (value: number): string => value.toLocaleString('en-GB', { maximumSignificantDigits: 4 }).padStart(8)

/** Contenders measured in turn, round by round, so that what the machine does meanwhile meets them all alike. */
export interface Contender {
  readonly name: string
  readonly run: () => Promise<number>
}

export interface Comparison {
  readonly work: string
  readonly unit: 'requests/s' | 'transactions/s' | 's'
  readonly ours: Contender
  readonly beside: readonly Contender[]
  readonly rounds: number
}

/** Prints medians and ranges, then one line of JSON per comparison; a ratio above 1 means that we are ahead. */
export async function compare({ work, unit, ours, beside, rounds }: Comparison): Promise<void> {
  const contenders = [ours, ...beside]
  const results = new Map<Contender, number[]>(contenders.map((contender) => [contender, []]))
  for (let round = 0; round < rounds; round++) {
    // Each begins a round as often as the others.
    for (let turn = 0; turn < contenders.length; turn++) {
      const contender = contenders[(round + turn) % contenders.length] as Contender
      const result = await contender.run()
      results.get(contender)?.push(result)
      console.error(`round ${round + 1}/${rounds}  ${contender.name.padEnd(44)} ${shown(result)} ${unit}`)
    }
  }
  const of = (contender: Contender) => results.get(contender) as number[]
  console.log(`\n${work} (${unit}; median, least to most of ${rounds} rounds)`)
  for (const contender of contenders) {
    console.log(
      `  ${contender.name.padEnd(44)} ${shown(median(of(contender)))}   ${shown(Math.min(...of(contender)))} to ${shown(Math.max(...of(contender)))}`,
    )
  }
  for (const other of beside) {
    // Of each round's ratio the median: both sides of it had the same minute.
    const ratios = of(ours).map((mine, round) => (unit === 's' ? (of(other)[round] as number) / mine : mine / (of(other)[round] as number)))
    console.log(
      JSON.stringify({
        work,
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

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}

const rounded = (value: number): number => Number(value.toPrecision(4))
const shown = (value: number): string => value.toLocaleString('en-GB', { maximumSignificantDigits: 4 }).padStart(8)

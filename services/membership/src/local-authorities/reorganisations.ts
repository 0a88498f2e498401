/**
 * Local government reorganisations in England since 2009 that made new LA codes. Others of these years (Cornwall, Durham and
 * Wiltshire in 2009, Buckinghamshire in 2020, North Yorkshire and Somerset in 2023) kept theirs.
 *
 * Sources: the Structural Changes Orders (SI 2008/634, 2008/907, 2018/648, 2020/156 and 2022/331) for the days, the national
 * register for the codes.
 */
export interface Reorganisation {
  /** The first day of the new authorities; the day before is the last of the old. */
  readonly firstDay: string
  readonly from: Readonly<Record<string, string>>
  readonly to: Readonly<Record<string, string>>
  /** Where not every old authority went into every new one: old → new. */
  readonly successors?: Readonly<Record<string, readonly string[]>>
}

export const reorganisations: readonly Reorganisation[] = [
  { firstDay: '2009-04-01', from: { '820': 'Bedfordshire' }, to: { '822': 'Bedford', '823': 'Central Bedfordshire' } },
  { firstDay: '2009-04-01', from: { '875': 'Cheshire' }, to: { '895': 'Cheshire East', '896': 'Cheshire West and Chester' } },
  {
    firstDay: '2019-04-01',
    from: { '835': 'Dorset', '836': 'Poole', '837': 'Bournemouth' },
    to: { '838': 'Dorset', '839': 'Bournemouth, Christchurch and Poole' },
    // Christchurch came from Dorset.
    successors: { '835': ['838', '839'], '836': ['839'], '837': ['839'] },
  },
  { firstDay: '2021-04-01', from: { '928': 'Northamptonshire' }, to: { '940': 'North Northamptonshire', '941': 'West Northamptonshire' } },
  { firstDay: '2023-04-01', from: { '909': 'Cumbria' }, to: { '942': 'Cumberland', '943': 'Westmorland and Furness' } },
]

export const successorsOf = ({ to, successors }: Reorganisation, code: string): readonly string[] => successors?.[code] ?? Object.keys(to)

/** The day from which schools of the one authority have the code of the other; nothing where that is no reorganisation. */
export function reorganisedOn(code: string, successorCode: string): string | undefined {
  return reorganisations.find((reorganisation) => code in reorganisation.from && successorsOf(reorganisation, code).includes(successorCode))
    ?.firstDay
}

/** What a school of an authority was under before that authority began, where that can only have been one. */
export function solePredecessorOf(code: string): { code: string; firstDay: string } | undefined {
  for (const reorganisation of reorganisations) {
    if (!(code in reorganisation.to)) continue
    const predecessors = Object.keys(reorganisation.from).filter((from) => successorsOf(reorganisation, from).includes(code))
    const [only] = predecessors
    return only !== undefined && predecessors.length === 1 ? { code: only, firstDay: reorganisation.firstDay } : undefined
  }
  return undefined
}

/** Codes of which it is known what their schools were under before. */
export const youngCodes: readonly string[] = reorganisations
  .flatMap(({ to }) => Object.keys(to))
  .filter((code) => solePredecessorOf(code) !== undefined)

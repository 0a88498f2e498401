/** Numbers, as ranges with both ends counted. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** What lies between `first` and `last` and in none of the ranges, in order. Ranges may overlap, touch, come in any order or be empty. */
export function gapsBetween(first: number, last: number, had: readonly Range[]): Range[] {
  const gaps: Range[] = []
  let next = first
  for (const { from, to } of had.filter((range) => range.from <= range.to).sort((a, b) => a.from - b.from)) {
    if (from > last) break
    if (from > next) gaps.push({ from: next, to: from - 1 })
    next = Math.max(next, to + 1)
  }
  if (next <= last) gaps.push({ from: next, to: last })
  return gaps
}

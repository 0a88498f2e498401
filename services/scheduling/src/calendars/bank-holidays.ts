/** Bank holidays in England, with those that were decreed once. Loaded when the first is asked for: it is much data. */
let holidays: Promise<import('date-holidays').default> | undefined
const ofYears = new Map<number, ReadonlySet<string>>()

/** Those of a calendar year, as days. */
export async function bankHolidays(year: number): Promise<ReadonlySet<string>> {
  const known = ofYears.get(year)
  if (known) return known
  holidays ??= import('date-holidays').then(({ default: Holidays }) => new Holidays('GB', 'ENG', { types: ['public', 'bank'] }))
  const found = new Set((await holidays).getHolidays(year).map(({ date }) => date.slice(0, 10)))
  ofYears.set(year, found)
  return found
}

/** Those of all years that the days touch. */
export async function bankHolidaysBetween(firstDay: string, lastDay: string): Promise<(day: string) => boolean> {
  const sets: ReadonlySet<string>[] = []
  for (let year = Number(firstDay.slice(0, 4)); year <= Number(lastDay.slice(0, 4)); year++) sets.push(await bankHolidays(year))
  return (day) => sets.some((set) => set.has(day))
}

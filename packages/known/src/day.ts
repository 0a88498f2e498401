/** Calendar dates, `YYYY-MM-DD`: as strings they sort by time. No last day: open. */
const msPerDay = 86_400_000

export const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * msPerDay).toISOString().slice(0, 10)
export const dayBefore = (day: string): string => plusDays(day, -1)
export const dayAfter = (day: string): string => plusDays(day, 1)
export const isBefore = (lastDay: string | null, day: string): boolean => lastDay !== null && lastDay < day
export const later = (a: string, b: string): string => (a > b ? a : b)

export interface Days {
  readonly firstDay: string
  readonly lastDay: string | null
}

export const isOn = ({ firstDay, lastDay }: Days, day: string): boolean => firstDay <= day && !isBefore(lastDay, day)
export const overlap = (a: Days, b: Days): boolean => !isBefore(a.lastDay, b.firstDay) && !isBefore(b.lastDay, a.firstDay)

/** The same until another last day (`null`: open); what was to begin after it is dropped. The last one may become longer by it. */
export function lasting<T extends Days>(pieces: readonly T[], lastDay: string | null): T[] {
  const kept = pieces.filter(({ firstDay }) => lastDay === null || firstDay <= lastDay)
  return kept.map((piece, index) => (index === kept.length - 1 ? { ...piece, lastDay } : piece))
}

/** Each that runs over the day in two: until the day before, and from it. */
export const splitAt = <T extends Days>(piece: T, day: string): T[] =>
  piece.firstDay < day && !isBefore(piece.lastDay, day)
    ? [
        { ...piece, lastDay: dayBefore(day) },
        { ...piece, firstDay: day },
      ]
    : [piece]

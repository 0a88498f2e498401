/** Calendar dates, `YYYY-MM-DD`: as strings they sort by time. */
const msPerDay = 86_400_000

export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * msPerDay).toISOString().slice(0, 10)
}

export const dayBefore = (day: string): string => plusDays(day, -1)
export const dayAfter = (day: string): string => plusDays(day, 1)

/** Days from the first to the last, both counted. */
export const daysBetween = (firstDay: string, lastDay: string): number =>
  Math.round((Date.parse(`${lastDay}T00:00:00Z`) - Date.parse(`${firstDay}T00:00:00Z`)) / msPerDay) + 1

/** A last day that may be open. */
export const isBefore = (lastDay: string | null, day: string): boolean => lastDay !== null && lastDay < day
export const earlier = (a: string | null, b: string | null): string | null => (a === null ? b : b === null ? a : a < b ? a : b)
export const later = (a: string | null, b: string | null): string | null => (a === null || b === null ? null : a > b ? a : b)

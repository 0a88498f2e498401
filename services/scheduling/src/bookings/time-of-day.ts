const london = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** `HH:MM` in Europe/London: as strings they sort by time. */
export const timeInLondon = (instant: Date): string => london.format(instant)

/** @param minutes from midnight in Europe/London; of a time that a clock change leaves out, the one an hour later. */
export function atInLondon(day: string, minutes: number): Date {
  const asIfUtc = Date.parse(`${day}T00:00:00Z`) + minutes * 60_000
  // Summer time is an hour ahead.
  const earlier = new Date(asIfUtc - 3_600_000)
  return minutesInLondon(earlier) === minutes % 1440 ? earlier : new Date(asIfUtc)
}

/** From midnight. */
export const minutesInLondon = (instant: Date): number => minutesOf(timeInLondon(instant))

/** Of `HH:MM`, from midnight. */
export function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number) as [number, number]
  return hours * 60 + minutes
}

/** How a person says a time to the sandbox's clock, and how it says one to a person: on the wall in London. */
const ZONE = 'Europe/London'
const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const

/**
 * The instant that `text` means, or undefined when it means none: `now` (the machine's time), `+14d`, `-2h` (from the
 * sandbox's time: m, h, d, w), `2026-09-01` (that day, at the sandbox's time of day), `2026-09-01T09:00`.
 */
export function parseTime(text: string, sandboxNow: number, machineNow: number): number | undefined {
  if (text === 'now') return machineNow
  const move = text.match(/^([+-])(\d{1,5})([mhdw])$/)
  if (move) {
    const [, sign, count, unit] = move as unknown as [string, string, string, keyof typeof UNITS]
    const amount = Number(`${sign}${count}`)
    // Days are days on the wall: 09:00 stays 09:00 when the clocks change.
    if (unit === 'd' || unit === 'w') return fromWall(toWall(sandboxNow) + amount * UNITS[unit])
    return sandboxNow + amount * UNITS[unit]
  }
  const date = text.match(/^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?$/)
  if (!date) return undefined
  const midnight = Date.parse(`${date[1]}T00:00Z`)
  const timeOfDay = date[2] ? Date.parse(`1970-01-01T${date[2]}Z`) : toWall(sandboxNow) % UNITS.d
  const isDay = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(date[1] as string)
  return isDay && !Number.isNaN(timeOfDay) ? fromWall(midnight + timeOfDay) : undefined
}

export function sayTime(instant: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone: ZONE }).format(instant)
}

/** An instant as the wall shows it, counted as if the wall were in UTC. */
function toWall(instant: number): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: ZONE,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  }).formatToParts(instant)
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value)
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) + (instant % 1000)
}

function fromWall(wall: number): number {
  // London is as far from UTC as it is at most an hour away from this first guess, but for the hour of a clock change.
  const guess = wall - (toWall(wall) - wall)
  return wall - (toWall(guess) - guess)
}

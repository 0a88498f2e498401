/** What an iCalendar file (RFC 5545) says, as days in London: bounded, whoever wrote it. */
import { plusDays } from '@nlc/known/day'
import { dayInLondon } from '@nlc/runtime'
import ICAL from 'ical.js'

export interface DaysOfEvent {
  readonly uid: string
  /** Summary and categories, as they are written. */
  readonly texts: readonly string[]
  readonly summary: string
  readonly firstDay: string
  /** It counts. */
  readonly lastDay: string
  readonly cancelled: boolean
}

export type ReadCalendar =
  | { readonly events: readonly DaysOfEvent[] }
  | { readonly fault: 'unreadable'; readonly why: string }
  | { readonly fault: 'too-large'; readonly events: number; readonly most: number }
  | { readonly fault: 'recurrence-unbounded'; readonly uid: string }

export const mostEvents = 2_000
export const mostRecurrences = 400
const longestUid = 300

/** Counted before it is parsed: who sends a million events does not make us read them. */
export function readCalendarFile(text: string): ReadCalendar {
  const count = text.match(/^BEGIN:VEVENT\s*$/gim)?.length ?? 0
  if (count > mostEvents) return { fault: 'too-large', events: count, most: mostEvents }
  let calendars: ICAL.Component[]
  try {
    // A file may hold several calendars, one after the other; `parse` answers one of them bare.
    const parsed = ICAL.parse(text) as unknown as [string] | [string][]
    calendars = (typeof parsed[0] === 'string' ? [parsed] : parsed).map((one) => new ICAL.Component(one as never))
  } catch (cause) {
    return { fault: 'unreadable', why: cause instanceof Error ? cause.message.slice(0, 200) : 'It cannot be parsed.' }
  }
  if (calendars.some(({ name }) => name !== 'vcalendar')) return { fault: 'unreadable', why: 'It does not begin with BEGIN:VCALENDAR.' }
  const events: DaysOfEvent[] = []
  for (const component of calendars.flatMap((calendar) => calendar.getAllSubcomponents('vevent'))) {
    const read = readEvent(component)
    if (typeof read === 'string') return { fault: 'recurrence-unbounded', uid: read }
    if (read === undefined) return { fault: 'unreadable', why: 'An event has no DTSTART that can be read.' }
    events.push(...read)
    if (events.length > mostEvents) return { fault: 'too-large', events: events.length, most: mostEvents }
  }
  return { events }
}

/** Its occurrences; its UID where they have no end; nothing where it has no beginning. */
function readEvent(component: ICAL.Component): DaysOfEvent[] | string | undefined {
  const uid = String(component.getFirstPropertyValue('uid') ?? '').slice(0, longestUid)
  const start = component.getFirstPropertyValue('dtstart')
  if (!(start instanceof ICAL.Time)) return undefined
  const summary = String(component.getFirstPropertyValue('summary') ?? '').trim()
  const categories = component.getAllProperties('categories').flatMap((property) => property.getValues().map(String))
  const said = { uid, summary, texts: [summary, ...categories], cancelled: component.getFirstPropertyValue('status') === 'CANCELLED' }
  const firstDay = dayOf(start)
  const length = lengthOf(component, start, firstDay)
  const occurrence = (day: string): DaysOfEvent => ({ ...said, firstDay: day, lastDay: plusDays(day, length) })
  const rule = component.getFirstPropertyValue('rrule')
  if (!(rule instanceof ICAL.Recur)) return [occurrence(firstDay)]
  if (!rule.count && !rule.until) return uid
  const days: string[] = []
  const left = new Set(
    component.getAllProperties('exdate').flatMap((property) => property.getValues().map((time) => dayOf(time as ICAL.Time))),
  )
  const iterator = rule.iterator(start)
  for (let next = iterator.next(); next; next = iterator.next()) {
    if (days.length === mostRecurrences) return uid
    days.push(dayOf(next))
  }
  return days.filter((day) => !left.has(day)).map(occurrence)
}

/** In days after the first. Without an end it is one day; a day alone, and midnight, do not count any more. */
function lengthOf(component: ICAL.Component, start: ICAL.Time, firstDay: string): number {
  const end = component.getFirstPropertyValue('dtend')
  const duration = component.getFirstPropertyValue('duration')
  let until: ICAL.Time | undefined
  if (end instanceof ICAL.Time) until = end
  else if (duration instanceof ICAL.Duration) {
    until = start.clone()
    until.addDuration(duration)
  }
  if (!until) return 0
  const excluded = until.isDate || (until.hour === 0 && until.minute === 0 && until.second === 0)
  const lastDay = excluded && until.compare(start) > 0 ? plusDays(dayOf(until), -1) : dayOf(until)
  return Math.round((Date.parse(lastDay) - Date.parse(firstDay)) / 86_400_000)
}

/** The day that is written, in whatever zone: a school means its own. Only what is in UTC has to be put into London. */
function dayOf(time: ICAL.Time): string {
  if (time.zone === ICAL.Timezone.utcTimezone) return dayInLondon(time.toJSDate())
  return `${String(time.year).padStart(4, '0')}-${String(time.month).padStart(2, '0')}-${String(time.day).padStart(2, '0')}`
}

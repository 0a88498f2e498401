/** A calendar as text (RFC 5545, RFC 7986): for programs that poll it. */
import ICAL from 'ical.js'

export interface CalendarEvent {
  /** Stable for ever. */
  readonly uid: string
  /** Raised by each change. */
  readonly sequence: number
  readonly status: 'CONFIRMED' | 'TENTATIVE' | 'CANCELLED'
  readonly startsAt: Date
  readonly endsAt: Date
  /** Nobody's name. */
  readonly summary: string
  readonly location?: string
  readonly geo?: { readonly latitude: number; readonly longitude: number }
  readonly categories: readonly string[]
  readonly changedAt: Date
}

// The library does not count the space with which a folded line goes on; a line has at most 75 octets (RFC 5545, 3.1).
ICAL.foldLength = 74

const tzid = 'Europe/London'

/** As it has been since 1996: British Summer Time from the last Sunday of March to the last Sunday of October, both at 01:00 UTC. */
const timezone = new ICAL.Component(
  ICAL.parse(
    [
      'BEGIN:VTIMEZONE',
      `TZID:${tzid}`,
      'BEGIN:DAYLIGHT',
      'TZNAME:BST',
      'TZOFFSETFROM:+0000',
      'TZOFFSETTO:+0100',
      'DTSTART:19960331T010000',
      'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
      'END:DAYLIGHT',
      'BEGIN:STANDARD',
      'TZNAME:GMT',
      'TZOFFSETFROM:+0100',
      'TZOFFSETTO:+0000',
      'DTSTART:19961027T020000',
      'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
      'END:STANDARD',
      'END:VTIMEZONE',
    ].join('\r\n'),
  ),
)
const zone = new ICAL.Timezone({ component: timezone, tzid })

/** @param name as a calendar program shows it. */
export function renderCalendar(name: string, events: readonly CalendarEvent[]): string {
  const calendar = new ICAL.Component('vcalendar')
  calendar.addPropertyWithValue('version', '2.0')
  calendar.addPropertyWithValue('prodid', '-//Networked learning communities//Scheduling//EN')
  calendar.addPropertyWithValue('method', 'PUBLISH')
  calendar.addPropertyWithValue('name', name)
  calendar.addPropertyWithValue('x-wr-calname', name)
  calendar.addPropertyWithValue('refresh-interval', ICAL.Duration.fromString('PT1H')).setParameter('value', 'DURATION')
  calendar.addSubcomponent(new ICAL.Component(structuredClone(timezone.toJSON())))
  for (const event of events) calendar.addSubcomponent(component(event))
  return `${calendar.toString()}\r\n`
}

function component({
  uid,
  sequence,
  status,
  startsAt,
  endsAt,
  summary,
  location,
  geo,
  categories,
  changedAt,
}: CalendarEvent): ICAL.Component {
  const vevent = new ICAL.Component('vevent')
  vevent.addPropertyWithValue('uid', uid)
  vevent.addPropertyWithValue('sequence', sequence)
  vevent.addPropertyWithValue('dtstamp', ICAL.Time.fromJSDate(changedAt, true))
  vevent.addPropertyWithValue('last-modified', ICAL.Time.fromJSDate(changedAt, true))
  addTime(vevent, 'dtstart', startsAt)
  addTime(vevent, 'dtend', endsAt)
  vevent.addPropertyWithValue('status', status)
  vevent.addPropertyWithValue('summary', summary)
  if (location !== undefined) vevent.addPropertyWithValue('location', location)
  if (geo) vevent.addPropertyWithValue('geo', [geo.latitude, geo.longitude] as never)
  for (const category of categories) vevent.addPropertyWithValue('categories', category)
  return vevent
}

/** In London's time, so that it stays put across a clock change; in UTC in the hour that comes twice, of which programs take either. */
function addTime(vevent: ICAL.Component, property: 'dtstart' | 'dtend', instant: Date): void {
  const local = inLondon(instant)
  const comesTwice = [-hourMs, hourMs].some((by) => inLondon(new Date(+instant + by)).toString() === local.toString())
  if (comesTwice) vevent.addPropertyWithValue(property, ICAL.Time.fromJSDate(instant, true))
  else vevent.addPropertyWithValue(property, local).setParameter('tzid', tzid)
}

const hourMs = 3_600_000
const inLondon = (instant: Date): ICAL.Time => ICAL.Time.fromJSDate(instant, true).convertToZone(zone)

/** A calendar as other programs read it: by two parsers that are not ours. */
import ICAL from 'ical.js'
import nodeIcal from 'node-ical'

export interface Read {
  readonly uid: string
  readonly sequence: number
  readonly status: string
  readonly startsAt: number
  readonly endsAt: number
  readonly summary: string
}

export function byIcalJs(text: string): Read[] {
  const calendar = new ICAL.Component(ICAL.parse(text))
  ICAL.TimezoneService.reset()
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone as never)
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const { uid, sequence, startDate, endDate, summary } = new ICAL.Event(component)
    const [startsAt, endsAt] = [startDate.toJSDate().getTime(), endDate.toJSDate().getTime()]
    return { uid, sequence, status: String(component.getFirstPropertyValue('status')), startsAt, endsAt, summary }
  })
}

export function byNodeIcal(text: string): Read[] {
  return Object.values(nodeIcal.sync.parseICS(text)).flatMap((one) => {
    if (one?.type !== 'VEVENT') return []
    const { uid, status, start, end, summary } = one
    return [{ uid, sequence: Number(one.sequence), status: String(status), startsAt: +start, endsAt: +end!, summary: String(summary) }]
  })
}

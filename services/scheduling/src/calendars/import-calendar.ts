import type { OutputOf } from '@nlc/contracts/define'
import { NoSuchSchool } from '@nlc/contracts/membership'
import { CalendarTooLarge, CalendarUnreadable, ImportCalendar, RecurrenceUnbounded } from '@nlc/contracts/scheduling'
import { academicYearOf } from '@nlc/known/academic-year'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { type DaysOfEvent, readCalendarFile } from '../icalendar/read-calendar.ts'
import { addEntry } from './add-entry.ts'
import type { ShownEntry } from './calendar-entry.ts'
import { keepsCalendar } from './calendar-owner.ts'
import { faultOfTerms } from './check-terms.ts'
import { daysOf, maxDays } from './keep-calendar-entries.ts'
import type { CalendarTerm } from './school-days.ts'
import { writeTerms } from './set-terms.ts'

type Kind = ShownEntry['kind']
type Skipped = OutputOf<typeof ImportCalendar>['skipped'][number]

const longestLabel = 120
/** What schools write, as far as it is one thing everywhere. The first that is found counts. */
const usual: readonly { pattern: RegExp; kind: Kind }[] = [
  { pattern: /\binset\b|\bstaff training\b|\btraining day\b|\bpd day\b/i, kind: 'inset' },
  { pattern: /\btwilight\b/i, kind: 'twilight' },
  { pattern: /\bclosed\b|\bclosure\b/i, kind: 'closure' },
  { pattern: /\bhalf[- ]day\b|\bearly closing\b/i, kind: 'half-day' },
  { pattern: /\bexams?\b|\bsats\b|\bgcses?\b|\ba[- ]levels?\b/i, kind: 'exam-week' },
  { pattern: /\bblackout\b|\bno visits\b/i, kind: 'blackout' },
]
const termName = /\b(autumn|spring|summer) term\b/i
const halfTerm = /\bhalf[- ]?term\b/i
/** What is called a term and is shorter is its first day, or its last. */
const shortestTerm = 20

export const importCalendar = handle(ImportCalendar, async ({ urn, calendar, kinds = [] }, context) => {
  const { sql: db, caller, today, fail } = context
  const owner = { kind: 'school' as const, reference: urn }
  if (!(await keepsCalendar(db, caller, today, owner))) fail(NoSuchSchool)
  const read = readCalendarFile(calendar)
  if ('fault' in read) {
    if (read.fault === 'too-large') return fail(CalendarTooLarge, { events: read.events, most: read.most })
    if (read.fault === 'recurrence-unbounded') return fail(RecurrenceUnbounded, { uid: read.uid })
    return fail(CalendarUnreadable, { detail: read.why })
  }
  const skipped: Skipped[] = []
  const standing = read.events.filter((event) => {
    const reason = whySkipped(event)
    if (reason) skipped.push({ uid: event.uid, reason })
    return reason === undefined
  })

  const added: ShownEntry[] = []
  const rest: DaysOfEvent[] = []
  for (const event of standing) {
    const kind = kindOf(event, kinds)
    if (kind === undefined) rest.push(event)
    else if (daysOf(event.firstDay, event.lastDay) > maxDays) skipped.push({ uid: event.uid, reason: 'too-long' })
    else {
      const label = event.summary.slice(0, longestLabel).trim() || undefined
      const entry = await addEntry(context, { urn, kind, firstDay: event.firstDay, lastDay: event.lastDay, label })
      if (entry) added.push(entry)
      else skipped.push({ uid: event.uid, reason: 'there-already' })
    }
  }

  const termsSet: string[] = []
  const { years, others } = termsAmong(rest)
  for (const [academicYear, { terms, uids }] of years) {
    if (terms.length !== 3 || faultOfTerms(academicYear, terms)) {
      skipped.push(...uids.map((uid) => ({ uid, reason: 'terms-incomplete' as const })))
      continue
    }
    const { rows } = await sql`
      select from term_dates where id = ${`school/${urn}/${academicYear}`} and terms = ${JSON.stringify(terms)}::jsonb`.execute(db)
    if (rows.length > 0) continue
    await writeTerms(context, owner, academicYear, terms)
    termsSet.push(academicYear)
  }
  skipped.push(...others.map(({ uid }) => ({ uid, reason: 'no-kind' as const })))
  return { added, termsSet, skipped }
})

function whySkipped({ cancelled, firstDay, lastDay }: DaysOfEvent): Skipped['reason'] | undefined {
  if (cancelled) return 'cancelled'
  if (!firstDay.startsWith('20') || !lastDay.startsWith('20')) return 'other-century'
  return lastDay < firstDay ? 'backwards' : undefined
}

function kindOf({ texts }: DaysOfEvent, kinds: readonly { contains: string; kind: Kind }[]): Kind | undefined {
  const said = kinds.find(({ contains }) => texts.some((text) => text.toLowerCase().includes(contains.toLowerCase())))
  return said?.kind ?? usual.find(({ pattern }) => texts.some((text) => pattern.test(text)))?.kind
}

interface YearsTerms {
  terms: CalendarTerm[]
  readonly uids: string[]
}

/** By academic year, with the half-term holidays that lie inside. */
function termsAmong(events: readonly DaysOfEvent[]): { years: Map<string, YearsTerms>; others: DaysOfEvent[] } {
  const years = new Map<string, YearsTerms>()
  const others: DaysOfEvent[] = []
  const breaks = events.filter(({ summary }) => halfTerm.test(summary))
  const used = new Set<DaysOfEvent>()
  for (const event of events) {
    const { summary, firstDay, lastDay, uid } = event
    const name = halfTerm.test(summary) ? undefined : termName.exec(summary)?.[1]
    if (name === undefined || daysOf(firstDay, lastDay) < shortestTerm) continue
    used.add(event)
    const inside = breaks.find((one) => firstDay < one.firstDay && one.lastDay < lastDay)
    const half = inside ? { halfTermFirstDay: inside.firstDay, halfTermLastDay: inside.lastDay } : {}
    const year = years.get(academicYearOf(firstDay)) ?? { terms: [], uids: [] }
    year.terms = [...year.terms, { term: name.toLowerCase() as CalendarTerm['term'], firstDay, lastDay, ...half }].toSorted((a, b) =>
      a.firstDay < b.firstDay ? -1 : 1,
    )
    year.uids.push(uid)
    if (inside) used.add(inside)
    years.set(academicYearOf(firstDay), year)
  }
  for (const event of events) if (!used.has(event)) others.push(event)
  return { years, others }
}

/** What the platform itself knows of what somebody did: the record of it is a by-product of doing it. */
import type { Suggestion as ShownSuggestion } from '@nlc/contracts/recognition'
import type { Sql } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'

export type Suggestion = Static<typeof ShownSuggestion>
export type Reference = Suggestion['reference']

const kinds: Record<string, string> = {
  visit: 'Visit',
  meeting: 'Meeting',
  'learning-walk': 'Learning walk',
  'super-learning-day': 'Super Learning Day',
  session: 'Session',
  'development-day': 'Development day',
}

interface Row {
  readonly of: Reference['of']
  readonly id: string
  readonly what: string
  readonly where: string | null
  readonly firstDay: string
  readonly lastDay: string | null
}

/** Visits attended, roles held and shared programmes followed: `r` in `where`, the latest first. */
async function findReferences(db: Sql, personId: string, where: RawBuilder<unknown>): Promise<Suggestion[]> {
  const { rows } = await sql<Row>`
    select r.of, r.id, r.what, r."where", r."firstDay"::text as "firstDay", r."lastDay"::text as "lastDay" from (
      select 'visit' as of, a.booking_id as id, a.kind as what, s.name as "where", a.day as "firstDay", a.day as "lastDay"
      from known_attendance a left join known_school s on s.urn = a.urn
      where a.person_id = ${personId}::uuid and a.attended and not exists (select from known_session n where n.activity_id = a.activity_id)
      union all
      select 'role', k.id, k.role_code, null, min(p."firstDay"), case when bool_or(p."lastDay" is null) then null else max(p."lastDay") end
      from known_appointment k, jsonb_to_recordset(k.periods) p ("firstDay" date, "lastDay" date)
      where k.person_id = ${personId}::uuid and k.held group by k.id, k.role_code
      union all
      select 'programme', n.programme_id, coalesce(g.title, 'Programme'), null, min(a.day), max(a.day)
      from known_attendance a join known_session n on n.activity_id = a.activity_id
        left join known_shared_programme g on g.id = n.programme_id
      where a.person_id = ${personId}::uuid and a.attended group by n.programme_id, g.title
    ) r where ${where} order by r."firstDay" desc, r.id limit 200`.execute(db)
  return rows.map(({ of, id, what, where: at, firstDay, lastDay }) => ({
    reference: { of, id },
    title: [of === 'visit' ? (kinds[what] ?? what) : what, at].filter((part) => part !== null).join(', '),
    firstDay,
    ...(lastDay !== null && { lastDay }),
  }))
}

export const findReference = async (db: Sql, personId: string, { of, id }: Reference): Promise<Suggestion | undefined> =>
  (await findReferences(db, personId, sql`r.of = ${of} and r.id = ${id}::uuid`))[0]

/** Those since a year before the portfolio began that are no evidence of it yet. */
export const suggestionsFor = (
  db: Sql,
  { id, personId, enrolledAt }: { id: string; personId: string; enrolledAt: Date },
): Promise<Suggestion[]> =>
  findReferences(
    db,
    personId,
    sql`coalesce(r."lastDay", 'infinity') >= ${enrolledAt.toISOString()}::timestamptz - interval '1 year'
      and not exists (
        select from evidence e where e.portfolio_id = ${id}::uuid and e.reference ->> 'of' = r.of and e.reference ->> 'id' = r.id::text)`,
  )

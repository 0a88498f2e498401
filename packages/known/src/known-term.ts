import type { Sql } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { type Days, overlap, splitAt } from './day.ts'
import { carriedOver, concerns, instant } from './succession.ts'

export interface Seat extends Days {
  readonly boardKind: 'school' | 'group'
  readonly boardReference: string
  /** ISO 8601. */
  readonly toldAt: string
}

export interface KnownTerm {
  readonly id: string
  readonly personId: string
  readonly category: string
  readonly office: string | null
  /** ISO 8601. */
  readonly toldAt: string
  readonly voided: boolean
  readonly unitedInto: string | null
  /** The earliest first: a term goes from one board to another where one school carries another on. */
  readonly seats: readonly Seat[]
}

/** @param condition on `t`. */
export async function readTerms(db: Sql, condition: RawBuilder<unknown>): Promise<KnownTerm[]> {
  await sql`select from known_governance_term t where ${condition} order by t.id for update`.execute(db)
  const { rows } = await sql<KnownTerm>`
    select t.id, t.person_id as "personId", t.category, t.office, ${instant(sql.ref('t.told_at'))} as "toldAt", t.voided,
      t.united_into as "unitedInto", coalesce((
        select jsonb_agg(jsonb_build_object(
          'boardKind', s.board_kind, 'boardReference', s.board_reference, 'firstDay', s.first_day, 'lastDay', s.last_day,
          'toldAt', ${instant(sql.ref('s.told_at'))}) order by s.first_day)
        from known_governance_seat s where s.term_id = t.id), '[]') as seats
    from known_governance_term t where ${condition} order by t.id`.execute(db)
  return rows
}

export async function writeTerm(db: Sql, term: KnownTerm): Promise<void> {
  const { id, personId, category, office, toldAt, voided, unitedInto, seats } = term
  await sql`
    insert into known_governance_term (id, person_id, category, office, told_at, voided, united_into)
    values (${id}, know_person(${personId}::uuid), ${category}, ${office}, ${toldAt}::timestamptz, ${voided}, ${unitedInto})
    on conflict (id) do update set person_id = excluded.person_id, category = excluded.category, office = excluded.office,
      told_at = excluded.told_at, voided = excluded.voided, united_into = excluded.united_into`.execute(db)
  await sql`delete from known_governance_seat where term_id = ${id}`.execute(db)
  await sql`
    insert into known_governance_seat (term_id, board_kind, board_reference, first_day, last_day, told_at)
    select ${id}, r."boardKind", r."boardReference", r."firstDay", r."lastDay", r."toldAt"
    from jsonb_to_recordset(${JSON.stringify(seats)}::jsonb) as r(
      "boardKind" text, "boardReference" text, "firstDay" date, "lastDay" date, "toldAt" timestamptz)`.execute(db)
}

/** What was told last, carried over by the successions that were said since. A term that overlaps one at the successor ends with the school. */
export async function settleTerm(db: Sql, term: KnownTerm): Promise<void> {
  if (term.voided) return
  const seats = await carriedOver(
    db,
    term.seats,
    (told) => told.filter(({ boardKind }) => boardKind === 'school').map(({ boardReference }) => boardReference),
    async (told, succession) => {
      const { urn, successorUrn, firstDay } = succession
      const goes = (seat: Seat) => seat.boardKind === 'school' && seat.boardReference === urn && concerns(succession, seat)
      if (!told.some(goes)) return told
      const there = await readTerms(db, sql`t.person_id = now_called(${term.personId}::uuid) and t.id <> ${term.id} and not t.voided`)
      const taken = there.flatMap(({ seats }) => seats).filter((seat) => seat.boardReference === successorUrn)
      return told
        .flatMap((seat) => (goes(seat) ? splitAt(seat, firstDay) : [seat]))
        .flatMap((seat) => {
          if (!goes(seat)) return [seat]
          return taken.some((other) => overlap(other, seat)) ? [] : [{ ...seat, boardReference: successorUrn }]
        })
    },
  )
  if (JSON.stringify(seats) !== JSON.stringify(term.seats)) await writeTerm(db, { ...term, seats })
}

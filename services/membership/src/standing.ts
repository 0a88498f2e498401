/**
 * Who may see and do what: the relation between a caller and schools, people and networks (docs/rules.md, Who may do what).
 * A handler answers a missing relation exactly like a missing thing.
 *
 * Fragments are for the `where` of a query; they hold for `today`. The networks part gives them the views
 * `shared_school(client_id, urn)`, `sharing_exclusion(client_id, person_id)` (both as of now) and the table
 * `network_co_leader(network_id, person_id, urn, first_day, last_day)`.
 */
import { type Caller, isNationalBody, type Sql } from '@nlc/runtime'
import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'

export type Predicate = RawBuilder<SqlBool>
/** A value, or a column of the query that the fragment goes into (`sql.ref('p.id')`). */
type Operand = string | Expression<unknown>
/** What has signatories: a school, or a group of schools (trust, federation). */
export type Place = { readonly urn: string } | { readonly groupId: string }

export type SignatoryGround = 'head-teacher' | 'delegation' | 'chair-of-governors' | 'trust'

export interface Signatory {
  readonly personId: string
  readonly ground: SignatoryGround
  readonly delegationId: string | null
  readonly firstDay: string
  readonly lastDay: string | null
}

const always: Predicate = sql<SqlBool>`true`

/**
 * The person is seen by the client itself. The national body's own software acts for anybody: through it a school's first
 * sharing agreement is signed, when no client sees the school yet.
 */
const mayActFor = ({ kind, client }: Caller, personId: Operand, today: string): Predicate =>
  kind === 'national-body' ? always : clientSeesPerson(client, personId, today)

/** Where the client acts for a person: holds only if it may. */
const actsRightly = (caller: Caller, today: string): Predicate =>
  caller.person === undefined ? always : mayActFor(caller, nowCalled(caller.person), today)

/** Acting through the national body's software, which sees all, a person sees itself and where it signs: not the nation. */
const signsThroughNationalBody = ({ kind, person }: Caller): string | undefined => (kind === 'national-body' ? person : undefined)
const isSignedBy = (person: string, signatories: RawBuilder<unknown>): Predicate =>
  sql<SqlBool>`exists (select from ${signatories} si where si.person_id = ${nowCalled(person)})`

/**
 * Staff and governors of this school are in the caller's view: it is the national body, or the school shares with the
 * client, and the person for whom it acts, if any, is one whom it sees.
 */
export function seesSchool(caller: Caller, urn: Operand, today: string): Predicate {
  if (isNationalBody(caller)) return always
  const person = signsThroughNationalBody(caller)
  if (person !== undefined) return isSignedBy(person, sql`school_signatories(${urn}, ${today}::date)`)
  return sql<SqlBool>`(shares_with(${caller.client}, ${urn}) and ${actsRightly(caller, today)})`
}

/** The group's own people (central team, board) are in the caller's view: each of its schools shares with the client. */
export function seesGroup(caller: Caller, groupId: Operand, today: string): Predicate {
  if (isNationalBody(caller)) return always
  const person = signsThroughNationalBody(caller)
  if (person !== undefined) return isSignedBy(person, sql`group_signatories(${groupId}, ${today}::date)`)
  return sql<SqlBool>`(client_sees_group(${caller.client}, ${groupId}, ${today}::date) and ${actsRightly(caller, today)})`
}

/** @param personId not merged into another: `sql.ref` of the surviving record, or what `resolvePerson` answers. */
export function seesPerson(caller: Caller, personId: Operand, today: string): Predicate {
  if (isNationalBody(caller)) return always
  const person = signsThroughNationalBody(caller)
  if (person !== undefined) return sql<SqlBool>`(${personId} = ${nowCalled(person)} or ${isSignedForBy(person, personId, today)})`
  const client = clientSeesPerson(caller.client, personId, today)
  // A person whom the client sees sees itself by the same rule; nobody else sees more for being a person.
  return caller.person === undefined ? client : sql<SqlBool>`(${client} and ${actsRightly(caller, today)})`
}

/** Nobody left this person out of what is shared with the client. */
export const isNotLeftOut = (caller: Caller, personId: Operand): Predicate =>
  isNationalBody(caller) ? always : sql<SqlBool>`not is_left_out(${caller.client}, ${personId})`

/** The client acts, rightly, for this very person. */
export const actsAs = (caller: Caller, personId: Operand, today: string): Predicate =>
  caller.person === undefined
    ? sql<SqlBool>`false`
    : sql<SqlBool>`(${personId} = ${nowCalled(caller.person)} and ${actsRightly(caller, today)})`

/** A client's own view, whomever it acts for. */
const clientSeesPerson = (client: string, personId: Operand, today: string): Predicate =>
  sql<SqlBool>`client_sees_person(${client}, ${personId}, ${today}::date)`

/** The record that a person's id stands for, which is another one where records were merged. Only ids that are UUIDs. */
const nowCalled = (personId: string): Expression<string> =>
  sql<string>`(select coalesce(pm.merged_into, pm.id) from person pm where pm.id = ${personId}::uuid)`

/** The surviving record's id, or nothing where there is no such person. */
export async function resolvePerson(db: Sql, personId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select coalesce(merged_into, id) as id from person where id = ${personId}::uuid`.execute(db)
  return rows[0]?.id
}

/** Does this predicate hold, outside of any query? */
export async function holds(db: Sql, predicate: Predicate): Promise<boolean> {
  const { rows } = await sql<{ holds: boolean }>`select ${predicate} as holds`.execute(db)
  return rows[0]?.holds === true
}

/** The person for whom the client acts, by its surviving id; nothing where it acts for none, or for one whom it does not see. */
export async function actingPerson(db: Sql, caller: Caller, today: string): Promise<string | undefined> {
  if (caller.person === undefined) return undefined
  const personId = await resolvePerson(db, caller.person)
  return personId !== undefined && (await holds(db, mayActFor(caller, personId, today))) ? personId : undefined
}

/** The caller acts for somebody who may sign for the school or group today. The national body is nobody's signatory. */
export async function isSignatoryOf(db: Sql, caller: Caller, today: string, place: Place): Promise<boolean> {
  const personId = await actingPerson(db, caller, today)
  return personId !== undefined && (await signatoriesOf(db, place, today)).some((signatory) => signatory.personId === personId)
}

/** The caller acts for a co-leader of the network, as of today. */
export async function isCoLeaderOf(db: Sql, caller: Caller, today: string, networkId: string): Promise<boolean> {
  const personId = await actingPerson(db, caller, today)
  if (personId === undefined) return false
  return holds(
    db,
    sql<SqlBool>`exists (
      select from network_co_leader cl join person p on p.id = cl.person_id
      where cl.network_id = ${networkId}::uuid and coalesce(p.merged_into, p.id) = ${personId}::uuid
        and ${today}::date between cl.first_day and coalesce(cl.last_day, 'infinity'))`,
  )
}

/**
 * May keep the people of a school or group: the national body; a client for itself, where the place shares with it; a
 * signatory of the place, through a client with which it shares.
 */
export async function mayKeep(db: Sql, caller: Caller, today: string, place: Place): Promise<boolean> {
  if (isNationalBody(caller)) return true
  const sees = 'urn' in place ? seesSchool(caller, place.urn, today) : seesGroup(caller, place.groupId, today)
  if (!(await holds(db, sees))) return false
  return caller.person === undefined || (await isSignatoryOf(db, caller, today, place))
}

/** Which of these schools' people the caller may keep. */
export async function schoolsKept(db: Sql, caller: Caller, today: string, urns: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ urn: string }>`
    select s.urn from school s where s.urn = any (${[...urns]}::text[]) and ${seesSchool(caller, sql.ref('s.urn'), today)}`.execute(db)
  const kept = new Set(rows.map(({ urn }) => urn))
  if (caller.person === undefined) return kept
  for (const urn of kept) if (!(await isSignatoryOf(db, caller, today, { urn }))) kept.delete(urn)
  return kept
}

/**
 * May keep a person's record: the national body; a client for itself, where it sees the person; acting for somebody, that
 * somebody's own record, and those of people with a place where that somebody signs.
 */
export async function mayKeepPerson(db: Sql, caller: Caller, today: string, personId: string): Promise<boolean> {
  if (!(await holds(db, seesPerson(caller, personId, today)))) return false
  if (caller.person === undefined) return true
  const acting = await actingPerson(db, caller, today)
  return acting !== undefined && (acting === personId || (await holds(db, isSignedForBy(acting, personId, today))))
}

/** May register somebody who has no place yet: the national body, a client for itself, or acting for a signatory of any place. */
export async function mayRegister(db: Sql, caller: Caller, today: string): Promise<boolean> {
  if (caller.person === undefined) return true
  const acting = await actingPerson(db, caller, today)
  return acting !== undefined && (await holds(db, isSignedForBy(acting, acting, today)))
}

/** The signatory signs for a place that the person has, now or to come. */
const isSignedForBy = (signatoryId: string, personId: Operand, today: string): Predicate => sql<SqlBool>`exists (
  select from person_place pl
  where pl.person_id = ${personId} and (pl.last_day is null or pl.last_day >= ${today}::date)
    and (${isSignedBy(signatoryId, sql`school_signatories(pl.urn, ${today}::date)`)}
      or ${isSignedBy(signatoryId, sql`group_signatories(pl.group_id, ${today}::date)`)}))`

/**
 * Who may sign on a day. School: its head teachers (an executive head for each of several schools) and the delegates; while it
 * has no head, the chair of its governors, or without one its trust's signatories. Group: the head of its central team and
 * the delegates; without a head, the chair of its board.
 */
export async function signatoriesOf(db: Sql, place: Place, day: string): Promise<Signatory[]> {
  const source =
    'urn' in place ? sql`school_signatories(${place.urn}, ${day}::date)` : sql`group_signatories(${place.groupId}::uuid, ${day}::date)`
  const { rows } = await sql<Signatory>`
    select person_id as "personId", ground, delegation_id as "delegationId", first_day as "firstDay", last_day as "lastDay"
    from ${source} order by ground, first_day, person_id`.execute(db)
  return rows
}

/**
 * Who may release this person's time at this school on a day: the school's signatories, never the person itself. A head's own
 * release comes from the employer: a trust's signatories; else, for a governing body or an authority, the chair of governors.
 */
export async function signatoriesForRelease(db: Sql, { personId, urn }: { personId: string; urn: string }, day: string): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`
    select distinct person_id from release_signatories(${personId}::uuid, ${urn}, ${day}::date) order by person_id`.execute(db)
  return rows.map((row) => row.person_id)
}

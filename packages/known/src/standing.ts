/**
 * Who may see and do what: the relation between a caller and networks, schools, people and what they hold (docs/rules.md, Who may do
 * what), from a service's own copies. A handler answers a missing relation exactly like a missing thing.
 *
 * What a client sees of a person opens where their school shares the service's class of data with it; the national body's own
 * software acts for anybody. Nobody who is left out of what is shared with a client is seen through it, whomever it acts for.
 *
 * Predicates are for the `where` of a query; the others ask the database. All hold for `today`.
 */
import type { DataOf } from '@nlc/contracts/define'
import type { SharingInForce } from '@nlc/contracts/membership'
import { type Caller, isNationalBody, type Sql } from '@nlc/runtime'
import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'

export type DataClass = DataOf<typeof SharingInForce>['dataClasses'][number]
export type Predicate = RawBuilder<SqlBool>
/** A value, or a column of the query that the predicate goes into (`sql.ref('a.person_id')`). */
type Operand = string | Expression<unknown>
/** What has signatories: a school, or a group of schools (trust, federation). */
export type Place = { readonly urn: string } | { readonly groupId: string }
/** Of what somebody holds in a network, through a school or group: values, or columns. Null where there is none. */
export interface HeldOperands {
  readonly personId: Operand
  readonly networkId: Operand
  readonly urn: Operand | null
  readonly groupId: Operand | null
}

const always: Predicate = sql<SqlBool>`true`
const never: Predicate = sql<SqlBool>`false`

const actsThroughNationalBody = ({ kind }: Caller) => kind === 'national-body'

/** The record that a person's id stands for, which is another one where records were merged. */
export const nowCalled = (personId: string): Expression<string> => sql<string>`now_called(${personId}::uuid)`

/** The surviving record's id, or nothing where there is no such person. */
export async function resolvePerson(db: Sql, personId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string | null }>`select now_called(${personId}::uuid) as id`.execute(db)
  return rows[0]?.id ?? undefined
}

/** Does this predicate hold, outside of any query? */
export async function holds(db: Sql, predicate: Predicate): Promise<boolean> {
  const { rows } = await sql<{ holds: boolean }>`select ${predicate} as holds`.execute(db)
  return rows[0]?.holds === true
}

/** Nobody left this person out of what is shared with the client. */
export const isNotLeftOut = (caller: Caller, personId: Operand): Predicate =>
  actsThroughNationalBody(caller) ? always : sql<SqlBool>`not is_left_out(${caller.client}, ${personId})`

export const coLeads = (personId: Operand, networkId: Operand, today: string): Predicate =>
  sql<SqlBool>`co_leads(${personId}::uuid, ${networkId}::uuid, ${today}::date)`

/** The networks that somebody co-leads: for lists, which find their rows by an index with it. */
export const coLed = (personId: Operand, today: string): RawBuilder<unknown> => sql`
  select cl.network_id from known_co_leader cl
  where cl.person_id = ${personId}::uuid and ${today}::date between cl.first_day and coalesce(cl.last_day, 'infinity')`

/**
 * Who may release this person's time there on a day: the place's signatories, never the person itself. A head's own release comes
 * from the employer: a trust's signatories; else, for a governing body or an authority, the chair of governors.
 */
export async function signatoriesForRelease(db: Sql, personId: string, place: Place, day: string): Promise<string[]> {
  const source =
    'urn' in place
      ? sql`release_signatories(${personId}::uuid, ${place.urn}, ${day}::date)`
      : sql`group_release_signatories(${personId}::uuid, ${place.groupId}::uuid, ${day}::date)`
  const { rows } = await sql<{ person_id: string }>`select distinct person_id from ${source} order by person_id`.execute(db)
  return rows.map((row) => row.person_id)
}

/** @param shared the class of data by which a client sees what the service has. */
export function standing(shared: DataClass) {
  const clientSeesPerson = (client: string, personId: Operand, today: string): Predicate =>
    sql<SqlBool>`client_sees_person(${client}, ${personId}, ${shared}, ${today}::date)`

  /** The person for whom the client acts, by its surviving id; nothing where it acts for none, or for one whom it does not see. */
  async function actingPerson(db: Sql, caller: Caller, today: string): Promise<string | undefined> {
    if (caller.person === undefined) return undefined
    const personId = await resolvePerson(db, caller.person)
    if (personId === undefined) return undefined
    return actsThroughNationalBody(caller) || (await holds(db, clientSeesPerson(caller.client, personId, today))) ? personId : undefined
  }

  /** Where the client acts for a person: holds only if it may. */
  const actsRightly = (caller: Caller, today: string): Predicate =>
    caller.person === undefined || actsThroughNationalBody(caller)
      ? always
      : clientSeesPerson(caller.client, nowCalled(caller.person), today)

  /** The client acts, rightly, for this very person. */
  const actsAs = (caller: Caller, personId: Operand, today: string): Predicate =>
    caller.person === undefined ? never : sql<SqlBool>`(${personId} = ${nowCalled(caller.person)} and ${actsRightly(caller, today)})`

  /** The caller acts for the person who holds, or is offered, something. */
  async function isHolder(db: Sql, caller: Caller, today: string, personId: string): Promise<boolean> {
    const acting = await actingPerson(db, caller, today)
    return acting !== undefined && acting === (await resolvePerson(db, personId))
  }

  /** Manages what a network does: the national body, or somebody who co-leads the network today. */
  async function mayManageNetwork(db: Sql, caller: Caller, today: string, networkId: string): Promise<boolean> {
    if (isNationalBody(caller)) return true
    const personId = await actingPerson(db, caller, today)
    return personId !== undefined && (await holds(db, coLeads(personId, networkId, today)))
  }

  /** The caller acts for somebody who may sign for the school or group today. The national body is nobody's signatory. */
  async function maySignFor(db: Sql, caller: Caller, today: string, place: Place): Promise<boolean> {
    const personId = await actingPerson(db, caller, today)
    if (personId === undefined) return false
    return holds(
      db,
      'urn' in place
        ? sql<SqlBool>`signs_for_school(${personId}::uuid, ${place.urn}, ${today}::date)`
        : sql<SqlBool>`signs_for_group(${personId}::uuid, ${place.groupId}::uuid, ${today}::date)`,
    )
  }

  /** The caller acts for one of those who may release this person's time there. */
  async function mayRelease(db: Sql, caller: Caller, today: string, personId: string, place: Place): Promise<boolean> {
    const acting = await actingPerson(db, caller, today)
    return acting !== undefined && (await signatoriesForRelease(db, personId, place, today)).includes(acting)
  }

  /**
   * What a network does is in the caller's view: the national body; a client with which one of its schools, or of its people, shares
   * the class; a person who co-leads it or has a place by which a role of it may be held.
   */
  function seesNetwork(caller: Caller, networkId: Operand, today: string): Predicate {
    if (isNationalBody(caller)) return always
    const views: Predicate[] = []
    if (!actsThroughNationalBody(caller))
      views.push(sql<SqlBool>`client_sees_network(${caller.client}, ${networkId}, ${shared}, ${today}::date)`)
    if (caller.person !== undefined) {
      const person = nowCalled(caller.person)
      views.push(coLeads(person, networkId, today))
      views.push(sql<SqlBool>`exists (select from affiliations_with(${networkId}, ${person}, ${today}::date))`)
    }
    return sql<SqlBool>`(${actsRightly(caller, today)} and (${sql.join(views, sql` or `)}))`
  }

  /**
   * What somebody holds: the national body; a client with which the school (or each school of the group) shares the class; a person
   * who holds it, co-leads its network, or signs for the school or group. Never through a client that the holder is left out for.
   */
  function seesHeld(caller: Caller, { personId, networkId, urn, groupId }: HeldOperands, today: string): Predicate {
    if (isNationalBody(caller)) return always
    const views: Predicate[] = []
    if (!actsThroughNationalBody(caller))
      views.push(sql<SqlBool>`client_sees_held(${caller.client}, ${personId}, ${urn}, ${groupId}, ${shared}, ${today}::date)`)
    if (caller.person !== undefined) {
      const person = nowCalled(caller.person)
      views.push(
        sql<SqlBool>`${personId} = ${person}`,
        coLeads(person, networkId, today),
        sql<SqlBool>`signs_for_school(${person}, ${urn}, ${today}::date)`,
        sql<SqlBool>`signs_for_group(${person}, ${groupId}, ${today}::date)`,
      )
    }
    return sql<SqlBool>`(${isNotLeftOut(caller, personId)} and ${actsRightly(caller, today)} and (${sql.join(views, sql` or `)}))`
  }

  /** What is held by, or asked of, a person as such: the person itself, and who sees them through their school. */
  function seesPerson(caller: Caller, personId: Operand, today: string): Predicate {
    if (isNationalBody(caller)) return always
    const views: Predicate[] = []
    if (!actsThroughNationalBody(caller)) views.push(clientSeesPerson(caller.client, personId, today))
    if (caller.person !== undefined) views.push(sql<SqlBool>`${personId} = ${nowCalled(caller.person)}`)
    return views.length === 0 ? never : sql<SqlBool>`(${actsRightly(caller, today)} and (${sql.join(views, sql` or `)}))`
  }

  return { actingPerson, actsRightly, actsAs, isHolder, mayManageNetwork, maySignFor, mayRelease, seesNetwork, seesHeld, seesPerson }
}

import type { Caller, Sql } from '@nlc/runtime'
import { dayInLondon } from '@nlc/runtime'
import { sql } from 'kysely'
import { findEmployer } from '../employments/authority.ts'
import { readEmployments } from '../employments/employment-record.ts'
import type { Employer } from '../employments/period.ts'
import { isNotLeftOut, seesPerson } from '../standing.ts'
import { type Item, type Known, type KnownPerson, keyOf, payrollKey } from './item.ts'

export interface Sender {
  readonly caller: Caller
  /** Whose MIS it is: references are remembered per client. */
  readonly clientId: string
  readonly urn: string
  readonly today: string
  readonly extractedAt: Date
}

/** Returns and answers about one school are taken one after the other. */
export const oneAtATime = (db: Sql, urn: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`staff-return:${urn}`}, 0))`.execute(db)

/** All that the items are compared with; the people and employments among it are held until the end of the transaction. */
export async function readKnown(db: Sql, sender: Sender, items: readonly Item[], alsoPeople: readonly string[] = []): Promise<Known> {
  const { clientId, urn, today, extractedAt } = sender
  const defaultEmployer = await employerOf(db, urn, today)
  const employers = await readEmployers(db, items)
  const ids = (field: (item: Item) => string | undefined) => [...new Set(items.flatMap((item) => field(item) ?? []))]

  const { rows: asked } = await sql<{ id: string; kept: string }>`
    select id, coalesce(merged_into, id) as kept from person where id = any (${ids(({ personId }) => personId)}::uuid[])`.execute(db)
  const { rows: remembered } = await sql<{ reference: string; personId: string; employmentId: string }>`
    select reference, person_id as "personId", employment_id as "employmentId"
    from staff_reference where client_id = ${clientId} and urn = ${urn}`.execute(db)
  const { rows: trns } = await sql<{ trn: string; id: string }>`
    select trn, id from person where trn = any (${ids(({ trn }) => trn)}::text[])`.execute(db)
  const { rows: payroll } = await sql<{ kind: Employer['kind']; reference: string; number: string; people: string[] }>`
    select p.employer_kind as kind, p.employer_reference as reference, p.payroll_number as number, array_agg(distinct e.person_id) as people
    from employment_period p join employment e on e.id = p.employment_id
    where p.payroll_number = any (${ids(({ payrollNumber }) => payrollNumber)}::text[]) and not e.voided
      and (p.employer_kind, p.employer_reference) in (
        select k, r from unnest(${[...employers.values(), defaultEmployer].map(({ kind }) => kind)}::text[],
          ${[...employers.values(), defaultEmployer].map(({ reference }) => reference)}::text[]) as u(k, r))
      and (p.last_day is null or p.last_day >= ${today}::date)
    group by 1, 2, 3`.execute(db)
  const { rows: emails } = await sql<{ address: string; id: string }>`
    select lower(address) as address, person_id as id from person_email
    where verified and lower(address) = any (${ids(({ email }) => email?.toLowerCase())}::text[])`.execute(db)

  const sent = new Set(items.map(({ reference }) => reference))
  const named = [
    ...asked.map(({ kept }) => kept),
    ...remembered.filter(({ reference }) => sent.has(reference)).map(({ personId }) => personId),
    ...trns.map(({ id }) => id),
    ...payroll.flatMap((one) => one.people),
    ...emails.map(({ id }) => id),
    ...alsoPeople,
  ]
  const { rows: staff } = await sql<{ id: string }>`select distinct person_id as id from employment_place where urn = ${urn}`.execute(db)
  const people = await readPeople(db, sender, [...new Set([...named, ...staff.map(({ id }) => id)])])
  const employments = await readEmployments(
    db,
    sql`(e.person_id = any (${[...new Set(named)]}::uuid[])
    or e.id in (select employment_id from employment_place where urn = ${urn}))`,
  )
  const { rows: questions } = await sql<Known['questions'][number]>`
    select id, kind, employment_id as "employmentId", reference from staff_question
    where urn = ${urn} and state = 'open' and (kind = 'absent' or client_id = ${clientId})`.execute(db)
  const { rows: stillHere } = await sql<{ id: string }>`
    select q.employment_id as id from staff_question q
    where q.urn = ${urn} and q.kind = 'absent' and q.answer = 'still-here'
      and not exists (select from staff_reference r where r.employment_id = q.employment_id and r.urn = q.urn and r.last_seen_at > q.extracted_at)`.execute(
    db,
  )
  return {
    urn,
    today,
    extractDay: dayInLondon(extractedAt),
    defaultEmployer,
    employers,
    people,
    byPersonId: new Map(asked.map(({ id, kept }) => [id, kept])),
    byReference: new Map(remembered.map(({ reference, ...who }) => [reference, who])),
    byTrn: new Map(trns.map(({ trn, id }) => [trn, id])),
    byPayroll: new Map(payroll.map((one) => [payrollKey(one, one.number), one.people])),
    byEmail: new Map(emails.map(({ address, id }) => [address, id])),
    employments,
    questions,
    knownAbsent: new Set(stillHere.map(({ id }) => id)),
  }
}

/** The school's trust, else its governing body. */
async function employerOf(db: Sql, urn: string, today: string): Promise<Employer> {
  const { rows } = await sql<{ trust: string | null }>`select trust_of(${urn}, ${today}::date) as trust`.execute(db)
  return rows[0]?.trust ? { kind: 'trust', reference: rows[0].trust } : { kind: 'governing-body', reference: urn }
}

async function readEmployers(db: Sql, items: readonly Item[]): Promise<Map<string, Employer>> {
  const said = new Map(items.flatMap(({ employment: { employer } }) => (employer ? [[keyOf(employer), employer] as const] : [])))
  const found = new Map<string, Employer>()
  for (const [key, employer] of said) {
    const recorded = await findEmployer(db, employer)
    if (recorded) found.set(key, recorded)
  }
  return found
}

async function readPeople(db: Sql, { caller, clientId, urn, today }: Sender, ids: readonly string[]): Promise<Map<string, KnownPerson>> {
  await sql`select from person where id = any (${[...ids]}::uuid[]) order by id for update`.execute(db)
  const { rows } = await sql<
    Omit<KnownPerson, 'name' | 'trn'> & { names: Record<string, string> & { family?: string }; trn: string | null }
  >`
    with place as materialized (
      select person_id, bool_or(urn = ${urn}) as here, bool_or(urn is distinct from ${urn}) as elsewhere
      from person_place where person_id = any (${[...ids]}::uuid[]) and (last_day is null or last_day >= ${today}::date) group by 1)
    select p.id, p.trn, jsonb_strip_nulls(jsonb_build_object('given', p.given_name, 'middle', p.middle_name, 'family', p.family_name, 'knownAs', p.known_as)) as names,
      coalesce((select jsonb_agg(jsonb_build_object('address', e.address, 'verified', e.verified) order by e.verified desc, e.address)
        from person_email e where e.person_id = p.id), '[]') as emails,
      coalesce(place.elsewhere, false) as elsewhere,
      -- Whoever keeps the school sees its staff; of others it has to be asked.
      case when place.here and ${isNotLeftOut(caller, sql.ref('p.id'))} then true else ${seesPerson(caller, sql.ref('p.id'), today)} end as seen,
      is_left_out(${clientId}, p.id) as "leftOut"
    from person p left join place on place.person_id = p.id where p.id = any (${[...ids]}::uuid[])`.execute(db)
  return new Map(
    rows.map(({ names, trn, ...person }) => [
      person.id,
      { ...person, trn: trn ?? undefined, name: names.family === undefined ? undefined : { ...names, family: names.family } },
    ]),
  )
}

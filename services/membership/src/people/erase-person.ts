import type { EntityManager } from '@mikro-orm/postgresql'
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Person } from './person.ts'

/** Members of JSON that tell who somebody is. */
const personal = new Set(['name', 'trn', 'emails', 'email', 'payrollNumber', 'reference', 'recipientRef'])

/**
 * Takes names, TRN, addresses, payroll numbers and a MIS's references from all that is held about the person, from what was
 * known before, from the records that were merged into theirs, and from the replies that are kept for repeated requests.
 * Ids, codes and dates stay.
 */
export async function erasePerson(em: EntityManager, db: Sql, person: Person, today: string, now: Date): Promise<void> {
  person.erase(today, now)
  await em.flush()
  const { rows } = await sql<{
    id: string
  }>`select id from person where id = ${person.id}::uuid or merged_into = ${person.id}::uuid`.execute(db)
  const ids = rows.map(({ id }) => id)

  // After the change above, which itself put the last name into the history.
  await sql`
    update person_history set given_name = null, middle_name = null, family_name = null, known_as = null, trn = null
    where id = any (${ids}::uuid[])`.execute(db)
  await sql`delete from person_email where person_id = any (${ids}::uuid[])`.execute(db)
  const employed = sql`employment_id in (select id from employment where person_id = any (${ids}::uuid[]))`
  await sql`update employment_period set payroll_number = null where payroll_number is not null and ${employed}`.execute(db)
  await sql`update employment_period_history set payroll_number = null where payroll_number is not null and ${employed}`.execute(db)
  await forgetMatches(db, ids)
  await sql`delete from staff_reference where person_id = any (${ids}::uuid[])`.execute(db)
  await sql`
    update staff_question set item = null, reference = case kind when 'which-person' then 'erased' end,
      state = case state when 'open' then 'lapsed' else state end
    where person_id = any (${ids}::uuid[]) or candidates && ${ids}::uuid[]`.execute(db)
  // The audit chain covers a salted hash: without the salt, it no longer points to anybody.
  await sql`update audit set person = null, salt = '' where person = any (${ids}::uuid[])`.execute(db)
  for (const id of ids) {
    await sql`
      update staff_return r set outcomes = (
        select coalesce(jsonb_agg(case when o ->> 'personId' = ${id} then o || '{"reference": "erased"}' else o end order by n), '[]')
        from jsonb_array_elements(r.outcomes) with ordinality x(o, n))
      where urn in (select unnest(urns) from employment_period_as_known where ${employed})
        and outcomes @> jsonb_build_array(jsonb_build_object('personId', ${id}::text))`.execute(db)
    await forgetReplies(db, id)
  }
}

/** By what references clients know the person, and what was said of it. */
async function forgetMatches(db: Sql, ids: readonly string[]): Promise<void> {
  const people = sql`${[...ids]}::uuid[]`
  await sql`
    update event set data = data - 'recipientRef'
    where aggregate = 'staff-match' and aggregate_id in (select id::text from staff_match where ever && ${people})
      and data ->> 'personId' = any (${[...ids]}::text[])`.execute(db)
  await sql`delete from staff_match where person_id = any (${people}) or was_person_id = any (${people})`.execute(db)
  const without = (column: string) => sql`array(select p from unnest(${sql.ref(column)}) p where p <> all (${people}))`
  await sql`
    update staff_match set candidates = ${without('candidates')}, ever = ${without('ever')}
    where candidates && ${people} or ever && ${people}`.execute(db)
}

/** A repeated request must go on getting its first answer, so the answers stay, without what tells who it is. */
async function forgetReplies(db: Sql, personId: string): Promise<void> {
  const { rows } = await sql<{ caller: string; key: string; body: string }>`
    select caller, key, body from kept_reply where strpos(body, ${personId}) > 0 for update`.execute(db)
  for (const { caller, key, body } of rows) {
    const forgotten = JSON.stringify(JSON.parse(body, (_, value) => withoutPersonalData(value, personId)))
    await sql`update kept_reply set body = ${forgotten} where caller = ${caller} and key = ${key}`.execute(db)
  }
}

function withoutPersonalData(value: unknown, personId: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const { id, personId: about, candidates } = value as { id?: unknown; personId?: unknown; candidates?: unknown }
  if (id !== personId && about !== personId && !(Array.isArray(candidates) && candidates.includes(personId))) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) =>
      key === 'periods' && Array.isArray(member)
        ? [[key, member.map(({ payrollNumber, ...period }) => period)]]
        : key === 'emails'
          ? [[key, []]]
          : key === 'reference'
            ? [[key, 'erased']]
            : personal.has(key)
              ? []
              : [[key, member]],
    ),
  )
}

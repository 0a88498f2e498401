/** Employments in bulk, by SQL: what a staff return, a merge of people or a succession of schools changes at once. */
import { isDeepStrictEqual } from 'node:util'
import type { Sql } from '@nlc/runtime'
import { newId } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { EmploymentEndReason } from './employment.ts'
import type { Period } from './period.ts'

export interface EmploymentRecord {
  readonly id: string
  readonly personId: string
  readonly endReason: EmploymentEndReason | null
  readonly voided: boolean
  readonly unitedInto: string | null
  /** The earliest first. */
  readonly periods: readonly Period[]
}

/** Those that stand, held until the end of the transaction. @param condition on `e`. */
export async function readEmployments(db: Sql, condition: RawBuilder<unknown>): Promise<EmploymentRecord[]> {
  await sql`select from employment e where not e.voided and ${condition} order by e.id for update`.execute(db)
  const { rows } = await sql<EmploymentRecord>`
    select e.id, e.person_id as "personId", e.end_reason as "endReason", e.voided, e.united_into as "unitedInto", (
      select jsonb_agg(jsonb_build_object(
        'firstDay', p.first_day, 'lastDay', p.last_day, 'employer', jsonb_build_object('kind', p.employer_kind, 'reference', p.employer_reference),
        'urns', p.urns, 'workingDays', p.working_days, 'fte', p.fte, 'staffCategory', p.staff_category, 'payrollNumber', p.payroll_number)
        order by p.first_day)
      from employment_period p where p.employment_id = e.id) as periods
    from employment e where not e.voided and ${condition} order by e.id`.execute(db)
  return rows
}

/** Those that differ from what was read. */
export function changedAmong(read: readonly EmploymentRecord[], now: readonly EmploymentRecord[]): EmploymentRecord[] {
  const before = new Map(read.map((record) => [record.id, record]))
  return now.filter((record) => !isDeepStrictEqual(before.get(record.id), record))
}

/** New ones, and those that are as given from now on. A period that stays, by its first day, keeps its id. */
export async function writeEmployments(db: Sql, records: readonly EmploymentRecord[]): Promise<void> {
  if (records.length === 0) return
  const employments = JSON.stringify(records.map(({ periods, ...employment }) => employment))
  const periods = JSON.stringify(
    records.flatMap(({ id, periods }) =>
      periods.map(({ employer, ...period }) => ({
        id: newId(),
        employmentId: id,
        employerKind: employer.kind,
        employerReference: employer.reference,
        ...period,
      })),
    ),
  )
  await sql`
    insert into employment as e (id, person_id, end_reason, voided, united_into, changed_at)
    select r.id, r."personId", r."endReason", r.voided, r."unitedInto", domain_now()
    from jsonb_to_recordset(${employments}::jsonb) as r(id uuid, "personId" uuid, "endReason" text, voided boolean, "unitedInto" uuid)
    on conflict (id) do update set person_id = excluded.person_id, end_reason = excluded.end_reason, voided = excluded.voided,
      united_into = excluded.united_into, changed_at = excluded.changed_at, version = e.version + 1`.execute(db)
  const given = sql`jsonb_to_recordset(${periods}::jsonb) as r(
    id uuid, "employmentId" uuid, "firstDay" date, "lastDay" date, "employerKind" text, "employerReference" text, urns text[],
    "workingDays" text[], fte double precision, "staffCategory" text, "payrollNumber" text)`
  await sql`
    delete from employment_period p
    where p.employment_id = any (${records.map(({ id }) => id)}::uuid[])
      and not exists (select from ${given} where r."employmentId" = p.employment_id and r."firstDay" = p.first_day)`.execute(db)
  await sql`
    update employment_period p set
      last_day = r."lastDay", employer_kind = r."employerKind", employer_reference = r."employerReference", urns = r.urns,
      working_days = r."workingDays", fte = r.fte, staff_category = r."staffCategory", payroll_number = r."payrollNumber"
    from ${given}
    where p.employment_id = r."employmentId" and p.first_day = r."firstDay"
      and (p.last_day, p.employer_kind, p.employer_reference, p.urns, p.working_days, p.fte, p.staff_category, p.payroll_number)
        is distinct from (r."lastDay", r."employerKind", r."employerReference", r.urns, r."workingDays", r.fte, r."staffCategory", r."payrollNumber")`.execute(
    db,
  )
  await sql`
    insert into employment_period (
      id, employment_id, first_day, last_day, employer_kind, employer_reference, urns, working_days, fte, staff_category, payroll_number)
    select r.id, r."employmentId", r."firstDay", r."lastDay", r."employerKind", r."employerReference", r.urns, r."workingDays", r.fte,
      r."staffCategory", r."payrollNumber"
    from ${given}
    where not exists (select from employment_period p where p.employment_id = r."employmentId" and p.first_day = r."firstDay")`.execute(db)
}

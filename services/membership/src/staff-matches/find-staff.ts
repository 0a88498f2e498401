import type { Sql } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { findEmployer } from '../employments/authority.ts'
import type { Found } from './match-row.ts'

export interface Row {
  readonly recipientRef: string
  readonly trn?: string | undefined
  readonly payrollNumber?: string | undefined
  readonly employer?: { readonly kind: 'trust' | 'governing-body' | 'local-authority' | 'agency'; readonly reference: string } | undefined
  readonly workEmail?: string | undefined
}

/**
 * People with a place at the school, now or to come, whom nobody left out of what is shared with the client. Of a person left out no
 * identifier finds anybody, as of one who is not there.
 */
export const atSchool = ({ urn, clientId, today }: { urn: string; clientId: string; today: string }): RawBuilder<boolean> => sql`(
  exists (select from person_place pp where pp.person_id = p.id and pp.urn = ${urn} and (pp.last_day is null or pp.last_day >= ${today}::date))
  and p.merged_into is null and p.erased_on is null and not is_left_out(${clientId}, p.id))`

/** By the reference of each row, whom its identifiers find. */
export async function findStaff(
  db: Sql,
  place: { readonly urn: string; readonly clientId: string; readonly today: string },
  rows: readonly Row[],
): Promise<Map<string, Found>> {
  const { urn, today } = place
  const asked = await Promise.all(
    rows.map(async ({ recipientRef, trn, payrollNumber, employer, workEmail }) => {
      const named = payrollNumber !== undefined && employer ? await findEmployer(db, employer) : undefined
      return {
        recipientRef,
        trn,
        workEmail: workEmail?.toLowerCase(),
        // An employer that there is not has no payroll.
        payrollNumber: employer && !named ? undefined : payrollNumber,
        kind: named?.kind,
        reference: named?.reference,
      }
    }),
  )
  const { rows: found } = await sql<{ recipientRef: string; by: keyof Found; id: string }>`
    with asked as materialized (
      select a.*, coalesce(kind, case when trust is null then 'governing-body' else 'trust' end) as employer_kind,
        coalesce(reference, trust::text, ${urn}) as employer_reference
      from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb)
        as a("recipientRef" text, trn text, "payrollNumber" text, "workEmail" text, kind text, reference text),
        (select trust_of(${urn}, ${today}::date) as trust) t
    ), hit as (
      select "recipientRef", 'trn' as by, p.id from asked a join person p on p.trn = a.trn
      union
      select "recipientRef", 'payrollNumber', e.person_id
      from asked a join employment_period ep on ep.payroll_number = a."payrollNumber"
        and ep.employer_kind = a.employer_kind and ep.employer_reference = a.employer_reference
        and (ep.last_day is null or ep.last_day >= ${today}::date)
      join employment e on e.id = ep.employment_id and not e.voided
      union
      select "recipientRef", 'workEmail', pe.person_id
      from asked a join person_email pe on lower(pe.address) = a."workEmail" and pe.verified
    )
    select hit.* from hit join person p on p.id = hit.id where ${atSchool(place)} order by 1, 2, 3`.execute(db)
  const byRef = new Map<string, { trn: string[]; payrollNumber: string[]; workEmail: string[] }>()
  for (const { recipientRef } of rows) byRef.set(recipientRef, { trn: [], payrollNumber: [], workEmail: [] })
  for (const { recipientRef, by, id } of found) byRef.get(recipientRef)![by].push(id)
  return byRef
}

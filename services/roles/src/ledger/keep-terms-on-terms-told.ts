/** Time accrues by the school weeks of the school: by the terms that scheduling says hold there. */
import { TermsCleared, TermsSet } from '@nlc/contracts/scheduling'
import { firstDayOfYear } from '@nlc/known/academic-year'
import { type Change, react } from '@nlc/runtime'
import { sql } from 'kysely'
import { reviewAllowances } from './review-allowance.ts'

interface Calendar {
  readonly owner: { readonly kind: string; readonly reference: string }
  readonly academicYear: string
}

export const keepTermsOnTermsSet = react(
  'roles.keep-terms-set',
  { on: TermsSet },
  async ({ calendarId, owner, academicYear, terms }, change) => {
    const { rows } = await sql`
      insert into known_terms as t (id, owner_kind, owner_reference, academic_year, terms)
      values (${calendarId}, ${owner.kind}, ${owner.reference}, ${academicYear}, ${JSON.stringify(terms)}::jsonb)
      on conflict (id) do update set terms = excluded.terms where t.terms <> excluded.terms returning id`.execute(change.sql)
    if (rows.length > 0) await reviewUnder(change, { owner, academicYear })
  },
)

export const keepTermsOnTermsCleared = react(
  'roles.keep-terms-cleared',
  { on: TermsCleared },
  async ({ calendarId, ...calendar }, change) => {
    await sql`delete from known_terms where id = ${calendarId}`.execute(change.sql)
    await reviewUnder(change, calendar)
  },
)

/** What was spent that year where these terms hold, or would if no nearer ones did. */
async function reviewUnder(change: Pick<Change<never>, 'sql' | 'enqueue'>, { owner, academicYear }: Calendar): Promise<void> {
  const began = firstDayOfYear(academicYear)
  const isUnder = {
    school: sql`p.urn = ${owner.reference}`,
    trust: sql`coalesce(p.group_id, trust_of(p.urn, ${began}::date))::text = ${owner.reference}`,
    'local-authority': sql`la_code_of(p.urn, ${began}::date) = ${owner.reference}`,
  }[owner.kind]
  const { rows } = await sql<{ id: string }>`
    select distinct t.appointment_id as id from time_account t join appointment_period p on p.appointment_id = t.appointment_id
    where t.academic_year = ${academicYear} and ${isUnder ?? sql`true`}`.execute(change.sql)
  await reviewAllowances(
    change,
    rows.map(({ id }) => id),
  )
}

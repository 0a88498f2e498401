import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'

export type Purpose = 'verification' | 'moderation' | 'appeal'

/**
 * Who is to judge: holders of the role today without an interest in the portfolio (`is_interested`), who were not asked about this
 * presentation before. Who moderates it or decides on an appeal has judged none of the portfolio's presentations. First those with the
 * fewest to judge, then those who judged the fewest in the last year; among equals, chance decides.
 * To be called under the lock of `assign-judges`, since it counts.
 */
export async function chooseJudges(
  db: Sql,
  wanted: { presentationId: string; portfolioId: string; purpose: Purpose; role: string; today: string; count: number },
): Promise<string[]> {
  const { presentationId, portfolioId, purpose, role, today, count } = wanted
  const asked =
    purpose === 'verification'
      ? sql`a.presentation_id = ${presentationId}::uuid`
      : sql`a.presentation_id in (select id from presentation where portfolio_id = ${portfolioId}::uuid)`
  // The subquery is ordered before interests are looked into, so that only few have to be.
  const { rows } = await sql<{ personId: string }>`
    select c.person_id as "personId" from (
      select h.person_id from (select distinct person_id from known_appointment where role_code = ${role} and held) h
        join known_person p on p.id = h.person_id and p.merged_into is null and not p.erased
        left join (
          select judge_id, count(*) filter (where state = 'open') as open, count(*) as all from assignment
          where state <> 'ended' and assigned_at > ${today}::date - interval '1 year' group by judge_id) l on l.judge_id = h.person_id
      where not exists (select from assignment a where a.judge_id = h.person_id and ${asked})
      order by coalesce(l.open, 0), coalesce(l.all, 0), md5(h.person_id::text || ${presentationId}) offset 0) c
    where holds_role(c.person_id, ${role}, ${today}::date) and not is_interested(c.person_id, ${portfolioId}::uuid)
    limit ${count}`.execute(db)
  return rows.map(({ personId }) => personId)
}

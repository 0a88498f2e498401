import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'

/**
 * One school carries another on from a day: terms on its board that still run then, or are to come, go on at the other's. A
 * term that overlaps one which the person holds there already ends with the school.
 */
export async function moveTerms(
  db: Sql,
  { urn, successorUrn, firstDay }: { urn: string; successorUrn: string; firstDay: string },
): Promise<void> {
  await sql`
    update governance_term t set
      version = version + 1, changed_at = domain_now(), board_reference = ${successorUrn},
      seated_since = case when first_day < ${firstDay}::date then ${firstDay}::date end,
      earlier_boards = case when first_day < ${firstDay}::date
        then earlier_boards || jsonb_build_array(jsonb_build_object('reference', ${urn}::text, 'lastDay', ${firstDay}::date - 1)) else earlier_boards end
    where board_kind = 'school' and board_reference = ${urn} and not voided and (last_day is null or last_day >= ${firstDay}::date)
      and not exists (
        select from governance_term o
        where o.person_id = t.person_id and o.board_kind = 'school' and o.board_reference = ${successorUrn} and not o.voided
          and daterange(o.first_day, o.last_day, '[]') && daterange(greatest(t.first_day, ${firstDay}::date), t.last_day, '[]'))`.execute(
    db,
  )
  await sql`
    update governance_term set
      version = version + 1, changed_at = domain_now(), voided = first_day >= ${firstDay}::date,
      last_day = case when first_day < ${firstDay}::date then ${firstDay}::date - 1 else last_day end,
      end_reason = case when first_day < ${firstDay}::date then 'other' else end_reason end
    where board_kind = 'school' and board_reference = ${urn} and not voided and (last_day is null or last_day >= ${firstDay}::date)`.execute(
    db,
  )
}

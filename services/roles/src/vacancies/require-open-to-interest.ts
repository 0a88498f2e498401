import { ClosingDayPassed, InterestedAlready, VacancyNotOpen } from '@nlc/contracts/roles'
import type { Fail, Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Vacancy } from './vacancy.ts'

export function requireOpenToInterest(
  fail: Fail<typeof VacancyNotOpen | typeof ClosingDayPassed>,
  { state, closingDay }: Vacancy,
  today: string,
): void {
  if (state !== 'open') fail(VacancyNotOpen, { state })
  if (closingDay != null && closingDay < today) fail(ClosingDayPassed, { closingDay })
}

/** Once per person: in a vacancy, or, without one, in a network. */
export async function requireNotInterested(
  db: Sql,
  fail: Fail<typeof InterestedAlready>,
  networkId: string,
  personId: string,
  vacancyId: string | null,
): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from role_interest
    where network_id = ${networkId}::uuid and person_id = ${personId}::uuid and vacancy_id is not distinct from ${vacancyId}::uuid
      and state in ('nominated', 'expressed')`.execute(db)
  if (rows[0]) fail(InterestedAlready, { interestId: rows[0].id })
}

import { LockMode } from '@mikro-orm/postgresql'
import { VacancyClosed } from '@nlc/contracts/roles'
import type { Change } from '@nlc/runtime'
import { subjectOf } from './told-vacancy.ts'
import { Vacancy, type VacancyCloseReason } from './vacancy.ts'

/** All that are open for a role, or in a network: what they are for is no more. */
export async function closeVacancies(
  { em, emit, now }: Pick<Change<typeof VacancyClosed>, 'em' | 'emit' | 'now'>,
  of: { networkId?: string; roleCode?: string },
  reason: VacancyCloseReason,
): Promise<void> {
  const open = await em.find(Vacancy, { ...of, state: 'open' }, { orderBy: { id: 1 }, lockMode: LockMode.PESSIMISTIC_WRITE })
  for (const vacancy of open) {
    vacancy.close(reason, now)
    emit(VacancyClosed, { ...subjectOf(vacancy), reason })
  }
}

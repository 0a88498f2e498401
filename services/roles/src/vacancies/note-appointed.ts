import { LockMode } from '@mikro-orm/postgresql'
import { type appointedEvents, InterestTakenUp, VacancyAppointedTo } from '@nlc/contracts/roles'
import type { Change } from '@nlc/runtime'
import { sql } from 'kysely'
import { Interest, standing, told } from './interest.ts'
import { findOpenVacancy } from './open-vacancy.ts'
import { subjectOf } from './told-vacancy.ts'
import { Vacancy } from './vacancy.ts'

export interface Appointed {
  readonly appointmentId: string
  readonly personId: string
  readonly networkId: string
  readonly roleCode: string
  readonly subject?: string | undefined
  /** Of one whole holder. */
  readonly share: number
}

/**
 * Somebody was appointed: the network's open vacancy for the role is filled by it, or in part, and what the person had said to be
 * interested in is taken up. To be called where an appointment is confirmed; a second time for the same one, it does nothing.
 */
export async function noteAppointed(
  { em, sql: db, emit, now }: Pick<Change<(typeof appointedEvents)[number]>, 'em' | 'sql' | 'emit' | 'now'>,
  { appointmentId, personId, networkId, roleCode, subject, share }: Appointed,
): Promise<void> {
  const vacancyId = await findOpenVacancy(db, networkId, roleCode, subject)
  const vacancy = vacancyId && (await em.findOne(Vacancy, { id: vacancyId, state: 'open' }, { lockMode: LockMode.PESSIMISTIC_WRITE }))
  if (vacancy) {
    const { rows } = await sql`
      insert into vacancy_appointment (vacancy_id, appointment_id)
      select ${vacancy.id}, ${appointmentId}::uuid
      where not exists (select from vacancy_appointment where appointment_id = ${appointmentId}::uuid) returning vacancy_id`.execute(db)
    if (rows.length > 0) {
      vacancy.appoint(share, now)
      emit(VacancyAppointedTo, { ...subjectOf(vacancy), appointmentId, filled: vacancy.filled, holders: vacancy.holders })
    }
  }
  const interests = await em.find(
    Interest,
    { networkId, personId, state: { $in: standing } },
    { orderBy: { id: 1 }, lockMode: LockMode.PESSIMISTIC_WRITE },
  )
  for (const interest of interests) {
    const { vacancyId: of, roleCodes } = interest
    const isThisRole = of == null ? roleCodes.length === 0 || roleCodes.includes(roleCode) : of === vacancyId
    if (!isThisRole) continue
    interest.takeUp(appointmentId)
    emit(InterestTakenUp, { ...told(interest), appointmentId })
  }
}

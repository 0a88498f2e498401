import { NetworkNotInState, NoSuchNetwork } from '@nlc/contracts/membership'
import {
  FollowsCoLeaders,
  NoSuchRole,
  OpenVacancy,
  OverRoleCap,
  RoleRetired,
  SubjectMissing,
  SubjectNotTaken,
  VacancyDaysBackwards,
  VacancyOpenAlready,
  VacancyOpened,
} from '@nlc/contracts/roles'
import { findNetwork, running } from '@nlc/known'
import { handle, newId, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { findRole } from '../role-definitions/read-roles.ts'
import { mayManageNetwork } from '../standing.ts'
import { readVacancy } from './read-vacancies.ts'
import { subjectOf, termsOf } from './told-vacancy.ts'
import { Vacancy } from './vacancy.ts'
import { areInOrder } from './vacancy-days.ts'

export const openVacancy = handle(
  OpenVacancy,
  async ({ networkId, roleCode, subject, holders = 1, ...said }, { em, sql: db, caller, now, today, emit, fail }) => {
    const network = (await findNetwork(db, networkId)) ?? fail(NoSuchNetwork)
    if (!(await mayManageNetwork(db, caller, today, network.id))) fail(NoSuchNetwork)
    if (!running.includes(network.state)) fail(NetworkNotInState, { state: network.state, needed: [...running] })
    const role = (await findRole(db, network.id, roleCode)) ?? fail(NoSuchRole)
    if (roleCode === 'co-leader') fail(FollowsCoLeaders)
    if (role.state === 'retired') fail(RoleRetired)
    if (role.needsSubject && subject === undefined) fail(SubjectMissing)
    if (!role.needsSubject && subject !== undefined) fail(SubjectNotTaken)
    const { maxMinutesPerWeek } = role
    if ((said.minutesPerWeek ?? 0) > maxMinutesPerWeek) fail(OverRoleCap, { maxMinutesPerWeek })
    if (!areInOrder({ ...said, holders }, today)) fail(VacancyDaysBackwards)
    const open = await findOpenVacancy(db, network.id, roleCode, subject)
    if (open) fail(VacancyOpenAlready, { vacancyId: open })

    const vacancy = Object.assign(new Vacancy(), {
      id: newId(),
      networkId: network.id,
      roleCode,
      subject: subject ?? null,
      state: 'open' as const,
      filled: 0,
      openedAt: now,
    })
    vacancy.describe({ ...said, holders }, now)
    em.persist(vacancy)
    emit(VacancyOpened, { ...subjectOf(vacancy), ...termsOf(vacancy) })
    await em.flush()
    return readVacancy(db, vacancy.id)
  },
  { constraints: { vacancy_one_open: VacancyOpenAlready } },
)

/** Upper and lower case are one subject. */
export async function findOpenVacancy(
  db: Sql,
  networkId: string,
  roleCode: string,
  subject: string | undefined,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from vacancy
    where network_id = ${networkId}::uuid and role_code = ${roleCode} and state = 'open'
      and coalesce(lower(subject), '') = lower(${subject ?? ''})`.execute(db)
  return rows[0]?.id
}

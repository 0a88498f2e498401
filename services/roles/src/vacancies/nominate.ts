import { NetworkNotInState, NoSuchNetwork, NoSuchPerson } from '@nlc/contracts/membership'
import { InterestedAlready, Nominate, NominateForVacancy, NoSuchVacancy, PersonNominated } from '@nlc/contracts/roles'
import { findNetwork, running } from '@nlc/known'
import { type Caller, type Fail, handle, isNationalBody, newId, type Sql } from '@nlc/runtime'
import { findRole } from '../role-definitions/read-roles.ts'
import { actingPerson, holds, isNotLeftOut, resolvePerson, seesNetwork } from '../standing.ts'
import { mayNominate, type Place, placesWith, requireEligible } from './eligibility.ts'
import { findVacancyInView } from './find-vacancy.ts'
import { Interest, told } from './interest.ts'
import { readInterest } from './read-interests.ts'
import { requireNotInterested, requireOpenToInterest } from './require-open-to-interest.ts'
import { requireRoles } from './require-roles.ts'

const constraints = { role_interest_once: InterestedAlready }

export const nominateForVacancy = handle(
  NominateForVacancy,
  async ({ vacancyId, personId: named, note }, { em, sql: db, caller, now, today, emit, fail }) => {
    const vacancy = (await findVacancyInView(em, db, caller, today, vacancyId)) ?? fail(NoSuchVacancy)
    const { networkId, roleCode, subject } = vacancy
    const { personId, places } = await requireNominee(db, fail, caller, today, networkId, named)
    requireOpenToInterest(fail, vacancy, today)
    requireEligible(fail, [(await findRole(db, networkId, roleCode))!], places)
    await requireNotInterested(db, fail, networkId, personId, vacancy.id)

    const nominatedBy = (await actingPerson(db, caller, today)) ?? null
    const said = { networkId, personId, vacancyId: vacancy.id, roleCodes: [roleCode], subject, note, nominatedBy }
    const interest = nominated(said, now)
    em.persist(interest)
    emit(PersonNominated, { ...told(interest), nominatedBy: nominatedBy ?? undefined })
    await em.flush()
    return readInterest(db, interest.id)
  },
  { constraints },
)

export const nominate = handle(
  Nominate,
  async ({ networkId: id, personId: named, roleCodes, subject, note }, { em, sql: db, caller, now, today, emit, fail }) => {
    const network = (await findNetwork(db, id)) ?? fail(NoSuchNetwork)
    const { id: networkId, state } = network
    if (!isNationalBody(caller) && !(await holds(db, seesNetwork(caller, networkId, today)))) fail(NoSuchNetwork)
    const { personId, places } = await requireNominee(db, fail, caller, today, networkId, named)
    if (!running.includes(state)) fail(NetworkNotInState, { state, needed: [...running] })
    requireEligible(fail, await requireRoles(db, fail, networkId, roleCodes), places)
    await requireNotInterested(db, fail, networkId, personId, null)

    const nominatedBy = (await actingPerson(db, caller, today)) ?? null
    const interest = nominated({ networkId, personId, vacancyId: null, roleCodes, subject, note, nominatedBy }, now)
    em.persist(interest)
    emit(PersonNominated, { ...told(interest), nominatedBy: nominatedBy ?? undefined })
    await em.flush()
    return readInterest(db, interest.id)
  },
  { constraints },
)

/** Somebody who could hold a role of the network, and whom the caller may nominate; anybody else is not found. */
async function requireNominee(
  db: Sql,
  fail: Fail<typeof NoSuchPerson>,
  caller: Caller,
  today: string,
  networkId: string,
  named: string,
): Promise<{ personId: string; places: Place[] }> {
  const personId = (await resolvePerson(db, named)) ?? fail(NoSuchPerson)
  const places = await placesWith(db, networkId, personId, today)
  if (places.length === 0 || !(await holds(db, isNotLeftOut(caller, personId)))) fail(NoSuchPerson)
  if (!(await mayNominate(db, caller, today, networkId, places))) fail(NoSuchPerson)
  return { personId, places }
}

interface Said {
  readonly networkId: string
  readonly personId: string
  readonly vacancyId: string | null
  readonly roleCodes: readonly string[]
  readonly subject?: string | null | undefined
  readonly note?: string | undefined
  readonly nominatedBy: string | null
}

const nominated = ({ roleCodes, subject, note, ...said }: Said, now: Date): Interest =>
  Object.assign(new Interest(), {
    ...said,
    id: newId(),
    roleCodes: [...roleCodes],
    subject: subject ?? null,
    note: note ?? null,
    state: 'nominated' as const,
    nominated: true,
    notedAt: now,
  })

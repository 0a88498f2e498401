import { NeedsPerson, NetworkNotInState, NoSuchNetwork } from '@nlc/contracts/membership'
import { ExpressInterest, ExpressInterestInVacancy, InterestExpressed, InterestedAlready, NoSuchVacancy } from '@nlc/contracts/roles'
import { findNetwork, running } from '@nlc/known'
import { handle, newId } from '@nlc/runtime'
import { findRole } from '../role-definitions/read-roles.ts'
import { actingPerson, holds, seesNetwork } from '../standing.ts'
import { requireEligible, requireInNetwork } from './eligibility.ts'
import { findVacancyInView } from './find-vacancy.ts'
import { Interest, told } from './interest.ts'
import { readInterest } from './read-interests.ts'
import { requireNotInterested, requireOpenToInterest } from './require-open-to-interest.ts'
import { requireRoles } from './require-roles.ts'

const constraints = { role_interest_once: InterestedAlready }

export const expressInterestInVacancy = handle(
  ExpressInterestInVacancy,
  async ({ vacancyId, note }, { em, sql: db, caller, now, today, emit, fail }) => {
    const personId = (await actingPerson(db, caller, today)) ?? fail(NeedsPerson)
    const vacancy = (await findVacancyInView(em, db, caller, today, vacancyId)) ?? fail(NoSuchVacancy)
    requireOpenToInterest(fail, vacancy, today)
    const { networkId, roleCode, subject } = vacancy
    const places = await requireInNetwork(db, fail, networkId, personId, today)
    requireEligible(fail, [(await findRole(db, networkId, roleCode))!], places)
    await requireNotInterested(db, fail, networkId, personId, vacancy.id)

    const interest = expressed({ networkId, personId, vacancyId: vacancy.id, roleCodes: [roleCode], subject, note }, now)
    em.persist(interest)
    emit(InterestExpressed, told(interest))
    await em.flush()
    return readInterest(db, interest.id)
  },
  { constraints },
)

export const expressInterest = handle(
  ExpressInterest,
  async ({ networkId: id, roleCodes, subject, note }, { em, sql: db, caller, now, today, emit, fail }) => {
    const personId = (await actingPerson(db, caller, today)) ?? fail(NeedsPerson)
    const network = (await findNetwork(db, id)) ?? fail(NoSuchNetwork)
    const { id: networkId, state } = network
    if (!(await holds(db, seesNetwork(caller, networkId, today)))) fail(NoSuchNetwork)
    if (!running.includes(state)) fail(NetworkNotInState, { state, needed: [...running] })
    const places = await requireInNetwork(db, fail, networkId, personId, today)
    requireEligible(fail, await requireRoles(db, fail, networkId, roleCodes), places)
    await requireNotInterested(db, fail, networkId, personId, null)

    const interest = expressed({ networkId, personId, vacancyId: null, roleCodes, subject, note }, now)
    em.persist(interest)
    emit(InterestExpressed, told(interest))
    await em.flush()
    return readInterest(db, interest.id)
  },
  { constraints },
)

interface Said {
  readonly networkId: string
  readonly personId: string
  readonly vacancyId: string | null
  readonly roleCodes: readonly string[]
  readonly subject?: string | null | undefined
  readonly note?: string | undefined
}

const expressed = ({ roleCodes, subject, note, ...said }: Said, now: Date): Interest =>
  Object.assign(new Interest(), {
    ...said,
    id: newId(),
    roleCodes: [...roleCodes],
    subject: subject ?? null,
    note: note ?? null,
    state: 'expressed' as const,
    nominated: false,
    expressedAt: now,
    notedAt: now,
  })

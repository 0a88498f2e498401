/** What tests of a service stand on, as membership says it: schools, who works there, networks, and what is shared with whom. */
import type { DataOf, Scope } from '@nlc/contracts/define'
import {
  DelegationRevoked,
  EmploymentEnded,
  EmploymentStarted,
  GovernanceTermStarted,
  NetworkActivated,
  NetworkFormed,
  PartnerOrganisationRegistered,
  PersonJoinedNetwork,
  PersonMerged,
  PersonRegistered,
  SchoolGroupRegistered,
  SchoolJoined,
  SchoolJoinedGroup,
  SchoolLeft,
  SchoolRegistered,
  SchoolSucceeded,
  SharingInForce,
  SharingWithdrawing,
  SharingWithdrawn,
  SignatoryDelegated,
} from '@nlc/contracts/membership'
import { newId } from '@nlc/runtime'
import { type ServiceUnderTest, token } from '@nlc/testing'

/** Whoever asks a service for something, each with these scopes. */
export const callersWith = (...scopes: Scope[]) => ({
  /** The national body itself. */
  theNationalBody: () => token({ kind: 'national-body', client: 'national-body', scopes: [...scopes, 'national-body'] }),
  /** A person through the national body's own software, which may act for anybody. */
  acting: (person: string) => token({ kind: 'national-body', client: 'national-body', scopes, person }),
  /** A client without a person. */
  theClient: (client: string) => token({ client, scopes }),
  /** A person through a client of their school's. */
  through: (client: string, person: string) => token({ client, scopes, person }),
})

/** From which everything here holds unless a test says otherwise. */
export const longAgo = '2020-09-01'

let lastUrn = 900_000
export function newUrn(): string {
  lastUrn += 1
  return String(lastUrn)
}

/** Open schools of a local authority. @returns their URNs. */
export async function givenSchools(service: ServiceUnderTest, count: number, { laCode = '909' } = {}): Promise<string[]> {
  const urns = Array.from({ length: count }, newUrn)
  for (const urn of urns) await service.given(SchoolRegistered, { urn, name: `School ${urn}`, status: '1', phase: '2', laCode })
  return urns
}

/** A trust or federation with these schools. @returns its id. */
export async function givenGroup(
  service: ServiceUnderTest,
  kind: 'multi-academy-trust' | 'single-academy-trust' | 'federation',
  urns: readonly string[],
): Promise<string> {
  const groupId = newId()
  await service.given(SchoolGroupRegistered, { groupId, uid: newUrn(), name: 'Group', kind })
  for (const urn of urns) await service.given(SchoolJoinedGroup, { urn, groupId, kind, firstDay: longAgo })
  return groupId
}

type Started = DataOf<typeof EmploymentStarted>
export interface EmploymentGiven {
  /** None: the employer's own team. */
  readonly urns: readonly string[]
  readonly category?: Started['staffCategory']
  /** The governing body of the first school unless said. */
  readonly employer?: Started['employer']
  readonly fte?: number
  readonly workingDays?: Started['workingDays']
  readonly firstDay?: string
  readonly lastDay?: string
}

/** Somebody whom membership registered, with an employment where one is given. @returns the person's id. */
export async function givenPerson(service: ServiceUnderTest, work?: EmploymentGiven): Promise<string> {
  const personId = newId()
  await service.given(PersonRegistered, { personId })
  if (work) await givenEmployment(service, personId, work)
  return personId
}

/** @returns the employment's id. */
export async function givenEmployment(service: ServiceUnderTest, personId: string, work: EmploymentGiven): Promise<string> {
  const { urns, category = 'teacher', fte = 1, firstDay = longAgo, lastDay } = work
  const employmentId = newId()
  await service.given(EmploymentStarted, {
    employmentId,
    personId,
    firstDay,
    ...(lastDay !== undefined && { lastDay }),
    employer: work.employer ?? { kind: 'governing-body', reference: urns[0]! },
    urns: [...urns],
    workingDays: work.workingDays ?? ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
    fte,
    staffCategory: category,
  })
  return employmentId
}

export const employmentEnds = (service: ServiceUnderTest, personId: string, employmentId: string, lastDay: string, urns: string[] = []) =>
  service.given(EmploymentEnded, { employmentId, personId, urns, lastDay, reason: 'left' })

/** A seat on the board of a school or group. @returns the term's id. */
export async function givenGovernor(
  service: ServiceUnderTest,
  personId: string,
  board: { urn: string } | { groupId: string },
  term: { office?: 'chair' | 'vice-chair'; firstDay?: string; lastDay?: string } = {},
): Promise<string> {
  const termId = newId()
  await service.given(GovernanceTermStarted, {
    termId,
    personId,
    board: 'urn' in board ? { kind: 'school', reference: board.urn } : { kind: 'group', reference: board.groupId },
    category: 'co-opted',
    ...(term.office && { office: term.office }),
    firstDay: term.firstDay ?? longAgo,
    ...(term.lastDay && { lastDay: term.lastDay }),
  })
  return termId
}

/** A partner organisation, and somebody of it. */
export async function givenPartner(
  service: ServiceUnderTest,
  kind: 'hei' | 'community-group' = 'hei',
): Promise<{ organisationId: string; personId: string }> {
  const organisationId = newId()
  await service.given(PartnerOrganisationRegistered, { organisationId, name: 'Partner', kind, firstDay: longAgo })
  const employer = { kind: 'agency' as const, reference: organisationId }
  const category = kind === 'hei' ? 'hei-staff' : 'community-member'
  return { organisationId, personId: await givenPerson(service, { urns: [], employer, category }) }
}

/** Somebody who may sign for a school or group, besides its head. @returns the delegation's id. */
export async function givenDelegate(
  service: ServiceUnderTest,
  personId: string,
  place: { urn: string } | { groupId: string },
  { firstDay = longAgo, lastDay }: { firstDay?: string; lastDay?: string } = {},
): Promise<string> {
  const delegationId = newId()
  await service.given(SignatoryDelegated, { delegationId, ...place, personId, firstDay, ...(lastDay && { lastDay }) })
  return delegationId
}

export const delegationRevoked = (
  service: ServiceUnderTest,
  delegation: { delegationId: string; personId: string; urn?: string; groupId?: string; lastDay: string },
) => service.given(DelegationRevoked, delegation)

export interface NetworkGiven {
  readonly networkId: string
  readonly schools: string[]
  /** Of each school, by URN. */
  readonly heads: Map<string, string>
  readonly coLeaders: { coLeaderId: string; personId: string; urn: string; firstDay: string }[]
  /** Of each school, by URN. */
  readonly membershipIds: Map<string, string>
}

/**
 * A network of schools with a head in each, co-led by a teacher of each of the first two. Active from `firstDay`, or, where
 * `active` is false, forming.
 */
export async function givenNetwork(
  service: ServiceUnderTest,
  { schools: count = 3, firstDay = longAgo, active = true }: { schools?: number; firstDay?: string; active?: boolean } = {},
): Promise<NetworkGiven> {
  const schools = await givenSchools(service, count)
  const heads = new Map<string, string>()
  for (const urn of schools) heads.set(urn, await givenPerson(service, { urns: [urn], category: 'head-teacher' }))
  const coLeaders = []
  for (const urn of schools.slice(0, 2)) {
    coLeaders.push({ coLeaderId: newId(), personId: await givenPerson(service, { urns: [urn] }), urn, firstDay })
  }
  const networkId = newId()
  const membershipIds = new Map<string, string>()
  await service.given(NetworkFormed, {
    networkId,
    applicationId: newId(),
    kind: 'school-network',
    programmeCode: 'national',
    funded: true,
    learningLevels: ['pupil'],
    schools,
    coLeaders,
  })
  if (active) {
    const agreementId = newId()
    for (const urn of schools) membershipIds.set(urn, await givenSchoolJoined(service, networkId, urn, firstDay, agreementId))
    await service.given(NetworkActivated, { networkId, kind: 'school-network', agreementId, firstDay, schools, coLeaders })
  }
  return { networkId, schools, heads, coLeaders, membershipIds }
}

/** A school that belongs to a network. @returns the membership's id. */
export async function givenSchoolJoined(
  service: ServiceUnderTest,
  networkId: string,
  urn: string,
  firstDay = longAgo,
  agreementId = newId(),
): Promise<string> {
  const membershipId = newId()
  await service.given(SchoolJoined, { membershipId, networkId, urn, firstDay, agreementId })
  return membershipId
}

export const schoolLeaves = (service: ServiceUnderTest, { networkId, membershipIds }: NetworkGiven, urn: string, lastDay: string) =>
  service.given(SchoolLeft, { membershipId: membershipIds.get(urn)!, networkId, urn, lastDay, reason: 'commitment' })

/** An active network of people, co-ordinated by the first of them. */
export async function givenProfessionalNetwork(
  service: ServiceUnderTest,
  people: readonly string[],
  firstDay = longAgo,
): Promise<{ networkId: string }> {
  const networkId = newId()
  const coLeaders = people.slice(0, 1).map((personId) => ({ coLeaderId: newId(), personId, firstDay }))
  const kind = 'professional-network' as const
  await service.given(NetworkFormed, {
    networkId,
    applicationId: newId(),
    kind,
    programmeCode: 'national',
    funded: false,
    learningLevels: ['adult'],
    schools: [],
    coLeaders,
  })
  await service.given(NetworkActivated, { networkId, kind, firstDay, schools: [], coLeaders })
  for (const personId of people) await service.given(PersonJoinedNetwork, { membershipId: newId(), networkId, personId, firstDay })
  return { networkId }
}

/** A school, or a trust for its schools, shares data with a client. @returns the agreement's id. */
export async function givenSharing(
  service: ServiceUnderTest,
  clientId: string,
  controller: { urn: string } | { groupId: string },
  dataClasses: DataOf<typeof SharingInForce>['dataClasses'] = ['roles'],
): Promise<string> {
  const agreementId = newId()
  await service.given(SharingInForce, {
    agreementId,
    clientId,
    controller: controllerOf(controller),
    lawfulBasis: 'public-task',
    dataClasses,
    reviewDay: '2030-08-31',
    lastDay: '2030-08-31',
    signatoryId: newId(),
    signedAt: '2020-09-01T08:00:00.000Z',
  })
  return agreementId
}

const controllerOf = (controller: { urn: string } | { groupId: string }) =>
  'urn' in controller ? { kind: 'school' as const, reference: controller.urn } : { kind: 'trust' as const, reference: controller.groupId }

/** Every door that the agreement opened is closed. */
export async function sharingWithdrawn(
  service: ServiceUnderTest,
  agreementId: string,
  clientId: string,
  of: { urn: string } | { groupId: string },
): Promise<void> {
  const said = { agreementId, clientId, controller: controllerOf(of) }
  await service.given(SharingWithdrawing, said)
  await service.given(SharingWithdrawn, { ...said, withdrawnAt: new Date().toISOString() })
}

export const schoolSucceeded = (service: ServiceUnderTest, urn: string, successorUrn: string, firstDay: string) =>
  service.given(SchoolSucceeded, { urn, successorUrn, firstDay })

/** Two records are one person: what the first held, the second holds. */
export const personMerged = (service: ServiceUnderTest, personId: string, intoPersonId: string) =>
  service.given(PersonMerged, { personId, intoPersonId, unitedEmployments: [], unitedTerms: [] })

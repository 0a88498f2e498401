/** What tests of appointments stand on: a network, somebody who is offered a role in it, and the way from the offer to holding it. */
import type { InputOf, OutputOf } from '@nlc/contracts/define'
import { AcceptAppointment, GetAppointment, ListAppointmentVersions, OfferAppointment, ReleaseAppointment } from '@nlc/contracts/roles'
import type { ServiceUnderTest } from '@nlc/testing'
import {
  acting,
  type EmploymentGiven,
  givenEmployment,
  givenNetwork,
  givenPerson,
  type NetworkGiven,
  theNationalBody,
} from './known-under-test.ts'

export type Appointment = OutputOf<typeof GetAppointment> & {
  id: string
  version: number
  personId: string
  firstDay: string
  lastDay?: string
}

export interface Scene extends NetworkGiven {
  /** Token of a co-leader. */
  readonly manager: string
  /** A school of the network without a co-leader, and its head's token. */
  readonly urn: string
  readonly head: string
  /** A teacher there, with the employment and a token. */
  readonly personId: string
  readonly employmentId: string
  readonly holder: string
}

/** A network of three schools, and a teacher of the third. */
export async function givenScene(roles: ServiceUnderTest, { schools = 3 }: { schools?: number } = {}): Promise<Scene> {
  const network = await givenNetwork(roles, { schools })
  const urn = network.schools.at(-1)!
  const person = await givenTeacher(roles, urn)
  return {
    ...network,
    manager: await acting(network.coLeaders[0]!.personId),
    urn,
    head: await acting(network.heads.get(urn)!),
    ...person,
  }
}

/** Somebody who works at the school, with a token. */
export async function givenTeacher(roles: ServiceUnderTest, urn: string, work: Partial<EmploymentGiven> = {}) {
  const personId = await givenPerson(roles)
  const employmentId = await givenEmployment(roles, personId, { urns: [urn], ...work })
  return { personId, employmentId, holder: await acting(personId) }
}

type Offer = Partial<InputOf<typeof OfferAppointment>>

/** An ICT innovator through the scene's school, for two hours a week from 1 September 2026, unless said. */
export const offerOf = (
  { networkId, personId, urn }: Pick<Scene, 'networkId' | 'personId' | 'urn'>,
  said: Offer = {},
): InputOf<typeof OfferAppointment> => ({
  personId,
  networkId,
  roleCode: 'ict-innovator',
  firstDay: '2026-09-01',
  ...(said.affiliation === undefined && said.groupId === undefined && said.organisationId === undefined && { urn }),
  minutesPerWeek: 120,
  ...said,
})

export const offered = (roles: ServiceUnderTest, scene: Scene, said: Offer = {}): Promise<Appointment> =>
  roles.ask(OfferAppointment, offerOf(scene, said), { as: scene.manager }) as Promise<Appointment>

/** Offered, released where that is needed, and accepted. */
export async function confirmed(roles: ServiceUnderTest, scene: Scene, said: Offer = {}): Promise<Appointment> {
  const { id, release } = await offered(roles, scene, said)
  if (release === 'awaited') await roles.ask(ReleaseAppointment, { appointmentId: id }, { as: scene.head })
  return roles.ask(AcceptAppointment, { appointmentId: id }, { as: scene.holder }) as Promise<Appointment>
}

/** As the national body sees it. */
export const got = async (
  roles: ServiceUnderTest,
  appointmentId: string,
  asOf: { asAt?: string; asKnownAt?: string } = {},
): Promise<Appointment> => (await roles.ask(GetAppointment, { appointmentId, ...asOf }, { as: await theNationalBody() })) as Appointment

/** What happened to it, in order. */
export const happenings = async (roles: ServiceUnderTest, appointmentId: string): Promise<string[]> =>
  (await roles.ask(ListAppointmentVersions, { appointmentId, limit: 200 }, { as: await theNationalBody() })).items.map(
    ({ happening }) => happening,
  )

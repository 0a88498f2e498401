/** Activities and bookings as tests stand on them. */
import type { DataOf, InputOf } from '@nlc/contracts/define'
import { AppointmentConfirmed } from '@nlc/contracts/roles'
import { Book, ConfirmActivity, ProposeActivity, PublishActivity } from '@nlc/contracts/scheduling'
import { newId } from '@nlc/runtime'
import type { ServiceUnderTest } from '@nlc/testing'
import { acting, type NetworkGiven, theNationalBody } from './known-under-test.ts'

type Terms = Partial<Omit<InputOf<typeof ProposeActivity>, 'networkId'>>

/** A Tuesday in term, 9:00 to 15:00 in London. */
export const onTuesday = { startsAt: '2026-11-17T09:00:00Z', endsAt: '2026-11-17T15:00:00Z' }

/** A meeting at the third school, for 30, on a Tuesday, unless said otherwise. */
export const meetingAt = (network: NetworkGiven, more: Terms = {}) => ({
  networkId: network.networkId,
  kind: 'meeting' as const,
  place: { kind: 'school' as const, urn: network.schools[2]! },
  ...onTuesday,
  capacity: 30,
  minutes: 300,
  ...more,
})

/** As the national body proposes it, the host confirms, and the national body publishes it. @returns its id. */
export async function givenPublished(service: ServiceUnderTest, network: NetworkGiven, more: Terms = {}): Promise<string> {
  const as = await theNationalBody()
  const terms = meetingAt(network, more)
  const { id: activityId } = await service.ask(ProposeActivity, terms, { as })
  if (terms.place.urn !== undefined)
    await service.ask(ConfirmActivity, { activityId }, { as: await acting(network.heads.get(terms.place.urn)!) })
  await service.ask(PublishActivity, { activityId }, { as })
  return activityId
}

export const booked = async (service: ServiceUnderTest, activityId: string, personId: string, more: Partial<InputOf<typeof Book>> = {}) =>
  service.ask(Book, { activityId, ...more }, { as: await acting(personId) })

export const refusedToBook = async (
  service: ServiceUnderTest,
  activityId: string,
  personId: string,
  more: Partial<InputOf<typeof Book>> = {},
) => service.refusal(Book, { activityId, ...more }, { as: await acting(personId) })

type Record = DataOf<typeof AppointmentConfirmed>['appointment']

/** A role that somebody holds through a school, as roles says it. @returns the appointment's id. */
export async function givenAppointment(
  service: ServiceUnderTest,
  { personId, networkId, urn, ...more }: { personId: string; networkId: string; urn: string } & Partial<Record>,
): Promise<string> {
  const id = newId()
  const conditions = { affiliation: 'employment' as const, urn, minutesPerWeek: 180, share: 1, ...more }
  const { minutesPerWeek, share, affiliation } = conditions
  const period = { firstDay: '2026-09-01', lastDay: '2027-08-31', affiliation, urn, minutesPerWeek, share }
  await service.given(AppointmentConfirmed, {
    appointmentId: id,
    appointment: {
      id,
      version: 1,
      personId,
      networkId,
      roleCode: 'ict-innovator',
      state: 'active',
      ...period,
      periods: [{ ...period, paused: false }],
      recordedAt: '2026-09-01T08:00:00.000Z',
      ...more,
    },
  })
  return id
}

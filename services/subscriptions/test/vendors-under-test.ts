/** What tests of mailboxes stand on: schools that share, appointments as roles says them, and vendors who subscribed. */
import type { DataOf, Event, InputOf } from '@nlc/contracts/define'
import { SchoolRegistered, SharingInForce, SharingOffered, type StaffMatched } from '@nlc/contracts/membership'
import {
  AppointmentChanged,
  AppointmentConfirmed,
  AppointmentCorrected,
  AppointmentEnded,
  AppointmentPaused,
  AppointmentResumed,
  AppointmentVoided,
} from '@nlc/contracts/roles'
import { CreateSubscription, ReadMessages } from '@nlc/contracts/subscriptions'
import { dayInLondon, newId } from '@nlc/runtime'
import { type ServiceUnderTest, token } from '@nlc/testing'
import type { Appointment, Period } from '../src/mailbox/visible-appointment.ts'

const scopes = ['subscriptions:read', 'subscriptions:write'] as const

export const asVendor = (client: string) => token({ client, kind: 'mis-vendor', scopes })
export const asNationalBody = () => token({ client: 'national-body', kind: 'national-body', scopes: [...scopes, 'national-body'] })
export const asPerson = (client: string) => token({ client, kind: 'mis-vendor', scopes, person: newId() })

let last = 100_000
export const newUrn = () => String(++last)
export const newClient = () => `vendor-${++last}`

export const plusDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** A month ago, open, at one school. */
export function period(urn: string, other: Partial<Period> = {}): Period {
  return { firstDay: '2026-09-01', affiliation: 'employment', urn, minutesPerWeek: 180, share: 1, paused: false, ...other }
}

export function appointment(periods: readonly Period[], other: Partial<Appointment> = {}): Appointment {
  const first = periods[0]!
  const lastPeriod = periods.at(-1)!
  const { paused: _, ...conditions } = first
  return {
    id: newId(),
    version: 1,
    personId: newId(),
    networkId: newId(),
    roleCode: 'ict-innovator',
    state: 'active',
    ...conditions,
    firstDay: first.firstDay,
    ...(lastPeriod.lastDay !== undefined && { lastDay: lastPeriod.lastDay }),
    periods: [...periods],
    recordedAt: '2026-09-01T08:00:00.000Z',
    ...other,
  }
}

/** A few at once: each that waits for its effect asks the database again and again. */
export async function fewAtOnce<T>(items: readonly T[], each: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = [...items]
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await each(item)
  }
  await Promise.all(Array.from({ length: 6 }, lane))
}

export interface ShownMessage {
  readonly id: string
  readonly type: string
  readonly sequence: string
  readonly subject?: string
  readonly data?: Record<string, unknown>
}

export function vendorsUnderTest(subscriptions: ServiceUnderTest) {
  const today = () => dayInLondon(subscriptions.clock.now())
  const terms = (dataClasses: readonly string[]) => ({
    lawfulBasis: 'public-task' as const,
    dataClasses: [...dataClasses] as DataOf<typeof SharingInForce>['dataClasses'],
    reviewDay: '2029-01-01',
    lastDay: '2029-12-31',
  })
  const controllerOf = (place: string) => ({ kind: place.length === 6 ? ('school' as const) : ('trust' as const), reference: place })
  const say =
    <E extends Event>(event: E, extra: (record: Appointment) => object = () => ({})) =>
    (record: Appointment) =>
      subscriptions.given(event, { appointmentId: record.id, appointment: record, ...extra(record) } as unknown as DataOf<E>)
  const fromToday = () => ({ firstDay: today() })

  return {
    today,
    async school({ laCode = '909', urn = newUrn() } = {}): Promise<string> {
      await subscriptions.given(SchoolRegistered, { urn, name: 'A school', status: '1', laCode, establishmentNumber: '1234' })
      return urn
    },
    /** The school or trust shares with the client. */
    async sharing(
      clientId: string,
      place: string,
      { dataClasses = ['roles'] as readonly string[], inPlaceOf = undefined as string | undefined } = {},
    ) {
      const agreementId = newId()
      await subscriptions.given(SharingInForce, {
        agreementId,
        clientId,
        controller: controllerOf(place),
        ...terms(dataClasses),
        signatoryId: newId(),
        signedAt: subscriptions.clock.now().toISOString(),
        ...(inPlaceOf && { inPlaceOf }),
      })
      return { agreementId, clientId, controller: controllerOf(place) }
    },
    /** What was shared by the one school is offered to its successor, and held. */
    async offer(clientId: string, place: string, inPlaceOf: string) {
      const agreementId = newId()
      const offered = { agreementId, clientId, controller: controllerOf(place) }
      await subscriptions.given(SharingOffered, { ...offered, ...terms(['roles']), inPlaceOf, heldUntil: plusDays(today(), 60) })
      return offered
    },
    async signed(
      offer: { agreementId: string; clientId: string; controller: DataOf<typeof SharingInForce>['controller'] },
      inPlaceOf: string,
    ) {
      const signedAt = subscriptions.clock.now().toISOString()
      await subscriptions.given(SharingInForce, { ...offer, ...terms(['roles']), signatoryId: newId(), signedAt, inPlaceOf })
    },
    async subscribe(client: string, filter?: InputOf<typeof CreateSubscription>['filter']): Promise<string> {
      const made = await subscriptions.ask(CreateSubscription, { name: 'Roles', ...(filter && { filter }) }, { as: await asVendor(client) })
      await subscriptions.idle()
      return made.id
    },
    async messages(subscriptionId: string, client: string, afterNumber?: number): Promise<ShownMessage[]> {
      await subscriptions.idle()
      const asked = { subscriptionId, limit: 500, ...(afterNumber !== undefined && { afterNumber }) }
      return (await subscriptions.ask(ReadMessages, asked, { as: await asVendor(client) })).items as ShownMessage[]
    },
    confirm: say(AppointmentConfirmed),
    change: say(AppointmentChanged, fromToday),
    pause: say(AppointmentPaused, fromToday),
    resume: say(AppointmentResumed, fromToday),
    end: say(AppointmentEnded, ({ lastDay }) => ({ lastDay: lastDay ?? today() })),
    correct: say(AppointmentCorrected),
    void: (record: Appointment) => say(AppointmentVoided)({ ...record, state: 'voided' }),
  }
}

export type Matched = DataOf<typeof StaffMatched>

/** `appointment.confirmed` of `nlc.appointment.confirmed.v1`. */
export const kindOf = ({ type }: { type: string }): string => type.replace(/^nlc\.(.+)\.v1$/, '$1')
export const kinds = (messages: readonly { type: string }[]): string[] => messages.map(kindOf)

import { ExplainMessage, NoSuchMessage } from '@nlc/contracts/subscriptions'
import { handle, type Sql, withoutNulls } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Why } from '../mailbox/append-messages.ts'
import type { Type } from '../mailbox/filter.ts'
import type { Appointment } from '../mailbox/visible-appointment.ts'
import { onlyNationalBody } from '../subscriptions/only-national-body.ts'

interface Explained {
  readonly messageId: string
  readonly subscriptionId: string
  readonly clientId: string
  readonly number: number
  readonly type: Type
  readonly subjectId: string
  readonly eventId: string | null
  readonly writtenAt: Date
  readonly withheldAt: Date | null
  readonly why: Why
  /** As roles said it, at the version that the message tells. */
  readonly record: Appointment | null
}

export interface Attempt {
  readonly door: 'webhook' | 'nats'
  readonly attemptedAt: Date
  readonly outcome: string
  readonly status?: number | undefined
}
/** Of a door that pushes: its attempts to deliver a message, the first first. */
export type AttemptsOf = (db: Sql, messageId: string) => Promise<readonly Attempt[]>

export const explainMessage = (doors: readonly AttemptsOf[]) =>
  handle(ExplainMessage, async ({ messageId }, { sql: db, caller, fail }) => {
    onlyNationalBody(caller)
    const { rows } = await sql<Explained>`
      select m.id as "messageId", m.subscription_id as "subscriptionId", s.client_id as "clientId", m.number, m.type, m.subject_id as "subjectId",
        m.event_id as "eventId", m.recorded_at as "writtenAt", m.withheld_at as "withheldAt", m.why,
        (select v.record from known_appointment_version v where v.appointment_id = (m.why -> 'appointment' ->> 'id')::uuid
          and v.version = (m.why -> 'appointment' ->> 'version')::int) as record
      from mailbox_message m join subscription s on s.id = m.subscription_id where m.id = ${messageId}`.execute(db)
    const { why, record, ...message } = rows[0] ?? fail(NoSuchMessage)
    const attempts = (await Promise.all(doors.map((attemptsOf) => attemptsOf(db, messageId)))).flat()
    return {
      ...withoutNulls(message),
      sharedBy: why.sharedBy ?? [],
      filter: why.filter,
      match: why.match,
      appointment: why.appointment && { ...why.appointment, ...(record && { record }) },
      visit: why.visit,
      attempts: attempts.sort((a, b) => a.attemptedAt.getTime() - b.attemptedAt.getTime()),
    }
  })

/** Puts messages into mailboxes: numbered without a gap, under the lock of each subscription. */
import { type Change, newId, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Filter, Type } from './filter.ts'
import { mailboxGrew } from './mailbox-grew.ts'
import { keptDays, pruneMailbox } from './prune-mailbox.ts'

export interface NewMessage {
  readonly subscriptionId: string
  readonly type: Type
  /** The person; else the school or trust. */
  readonly subjectId: string
  readonly aboutPerson: boolean
  /** It is withheld when the sharing of one of them ends. */
  readonly places: readonly string[]
  readonly eventId: string | undefined
  readonly occurredAt: Date
  readonly data: object
  readonly why: Why
}

/** What held when a message was written; ids and codes. */
export interface Why {
  readonly filter: Filter
  readonly sharedBy?: readonly { readonly place: string; readonly agreementId: string }[]
  readonly match?: { readonly recipientRef: string; readonly urn: string; readonly matchedBy: string } | undefined
  readonly appointment?: { readonly id: string; readonly version: number; readonly event: string }
  readonly visit?: { readonly bookingId: string; readonly version: number }
}

type Writing = Pick<Change<never>, 'sql' | 'now' | 'enqueue' | 'afterCommit'>

/**
 * Subscriptions are locked first and in one order, by whoever writes messages, opens or closes what they may see: so what is read
 * under the lock holds until the messages are committed.
 */
export async function lockSubscriptions(
  db: Sql,
  clientIds: readonly string[],
): Promise<{ id: string; clientId: string; filter: Filter }[]> {
  const { rows } = await sql<{ id: string; clientId: string; filter: Filter }>`
    select id, client_id as "clientId", filter from subscription
    where client_id = any (${[...clientIds]}::text[]) and state <> 'ended' order by id for update`.execute(db)
  return rows
}

export async function appendMessages({ sql: db, now, enqueue, afterCommit }: Writing, messages: readonly NewMessage[]): Promise<void> {
  if (messages.length === 0) return
  const incoming = JSON.stringify(messages.map((message, ord) => ({ ...message, ord, id: newId() })))
  const { rows } = await sql<{ subscriptionId: string; first: boolean }>`
    with incoming as materialized (
      select * from jsonb_to_recordset(${incoming}::jsonb) as m(
        ord int, id uuid, "subscriptionId" uuid, type text, "subjectId" text, "aboutPerson" boolean, places text[], "eventId" uuid, "occurredAt" timestamptz, data jsonb, why jsonb)
    ), counted as (
      select "subscriptionId", count(*)::int as n from incoming group by 1
    ), numbered as (
      update subscription s set last_number = s.last_number + c.n from counted c where s.id = c."subscriptionId"
      returning s.id, s.last_number - c.n as before, s.first_number
    ), told as (
      insert into person_told (subscription_id, person_id)
      select distinct "subscriptionId", "subjectId"::uuid from incoming where "aboutPerson" on conflict do nothing
    )
    insert into mailbox_message (subscription_id, number, id, type, subject_id, places, event_id, occurred_at, data, why)
    select i."subscriptionId", n.before + row_number() over (partition by i."subscriptionId" order by i.ord),
      i.id, i.type, i."subjectId", i.places, i."eventId", i."occurredAt", i.data, i.why
    from incoming i join numbered n on n.id = i."subscriptionId"
    returning subscription_id as "subscriptionId",
      number = (select first_number from numbered where id = mailbox_message.subscription_id) as first`.execute(db)
  // A mailbox that holds something has its pruning queued.
  for (const { subscriptionId, first } of rows)
    if (first) await enqueue(pruneMailbox, { subscriptionId }, { key: subscriptionId, runAt: new Date(now.getTime() + keptDays * dayMs) })
  const grown = new Set(rows.map(({ subscriptionId }) => subscriptionId))
  afterCommit(() => {
    for (const id of grown) mailboxGrew(id)
  })
}

const dayMs = 24 * 60 * 60_000

/** For the successor of a school that has not signed: without a number until it has. */
export async function holdMessages(db: Sql, messages: readonly NewMessage[]): Promise<void> {
  if (messages.length === 0) return
  await sql`
    insert into held_message (subscription_id, places, message)
    select (m ->> 'subscriptionId')::uuid, array(select jsonb_array_elements_text(m -> 'places')), m
    from jsonb_array_elements(${JSON.stringify(messages)}::jsonb) with ordinality as x(m, n) order by n`.execute(db)
  await noteTold(db, messages)
}

async function noteTold(db: Sql, messages: readonly NewMessage[]): Promise<void> {
  const about = messages.filter(({ aboutPerson }) => aboutPerson)
  if (about.length === 0) return
  await sql`
    insert into person_told (subscription_id, person_id)
    select distinct s, p from unnest(${about.map((one) => one.subscriptionId)}::uuid[], ${about.map((one) => one.subjectId)}::uuid[]) as t(s, p)
    on conflict do nothing`.execute(db)
}

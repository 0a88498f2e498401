/**
 * What delivering reads and writes, in few and large statements. On connections of its own: thousands of deliveries a second
 * must not keep commands and queries waiting, nor they it.
 */
import pg from 'pg'
import type { MailboxMessage } from '../mailbox/cloud-event.ts'
import type { Waiting } from './delivery-queue.ts'
import type { Outcome } from './outcome.ts'
import type { WebhookState } from './webhook-endpoint.ts'
import type { SealedKey } from './webhook-keys.ts'

/** Real time: whoever dies is replaced after so long. Renewed when less than half of it is left. */
const usualLeaseSeconds = 5
const connections = 3

export interface KnownEndpoint {
  readonly subscriptionId: string
  readonly clientId: string
  readonly version: number
  readonly url: string
  readonly state: WebhookState
  readonly maxPerSecond: number
  readonly challenge: string
  readonly challengeTries: number
  readonly keys: readonly SealedKey[]
  readonly sentNumber: number
  readonly open: readonly Waiting[]
  readonly waitUntil: number | undefined
}

/** What is new at an endpoint. */
export interface Look {
  readonly subscriptionId: string
  readonly version: number
  /** Neither suspended nor paused nor ended, and our lease has not run out. */
  readonly mayDeliver: boolean
  readonly firstNumber: number
  readonly challengeAt: number | undefined
  readonly testId: string | undefined
  readonly messages: readonly { number: number; subject: string }[]
  readonly replay: Replay | undefined
}

export interface Replay {
  readonly id: string
  readonly toNumber: number
  /** The last that was sent again. */
  readonly sentNumber: number
  /** Of those that are to be sent again, the next after what was sent. */
  readonly messages: readonly { number: number; subject: string }[]
}

export interface Asked {
  readonly subscriptionId: string
  readonly loadedNumber: number
  readonly room: number
}

export interface Attempt {
  readonly subscriptionId: string
  readonly kind: 'message' | 'test' | 'challenge'
  /** Unknown where nothing was sent: then the number says which. */
  readonly sentId: string | undefined
  readonly number: number | undefined
  readonly attempt: number
  readonly attemptedAt: string
  readonly durationMs: number
  readonly outcome: Outcome
  readonly status: number | undefined
}

/** How far an endpoint has come with the attempts that are booked together with it. */
export interface Place {
  readonly subscriptionId: string
  readonly sentNumber: number
  readonly open: readonly number[]
  readonly waitUntil: string | null
  readonly replay: { readonly id: string; readonly sentNumber: number; readonly done: boolean } | undefined
  /** The tries of those that failed. */
  readonly failed: readonly { readonly number: number; readonly tries: number; readonly nextTryAt: string; readonly outcome: Outcome }[]
  /** Had failed before, and were delivered. */
  readonly mended: readonly number[]
}

const mayDeliver = 'exists (select from open_subscription o where o.id = s.id)'

const statements = {
  claim: `
    with free as (
      select subscription_id, coalesce(leased_by = $1, false) as held from webhook_place
      where leased_by is null or leased_until < now() or (leased_by = $1 and leased_until < now() + make_interval(secs => $2 / 2))
      for update skip locked)
    update webhook_place p set leased_by = $1, leased_until = now() + make_interval(secs => $2)
    from free where p.subscription_id = free.subscription_id returning p.subscription_id as "subscriptionId", free.held`,

  release: `update webhook_place set leased_by = null, leased_until = null where leased_by = $1 and subscription_id = any ($2::uuid[])`,

  load: `
    select e.subscription_id as "subscriptionId", s.client_id as "clientId", e.version, e.url, e.state, e.max_per_second as "maxPerSecond",
      e.challenge, e.challenge_tries as "challengeTries",
      p.sent_number as "sentNumber", extract(epoch from p.wait_until) * 1000 as "waitUntil",
      (select jsonb_agg(jsonb_build_object('id', k.id, 'kind', k.kind, 'sealed', encode(k.sealed_key, 'base64'), 'endsAt', extract(epoch from k.ends_at) * 1000)
          order by k.made_at desc, k.id desc)
        from webhook_key k where k.subscription_id = e.subscription_id) as keys,
      (select jsonb_agg(jsonb_build_object('number', m.number, 'subject', m.subject_id, 'tries', coalesce(d.tries, 0),
          'dueAt', coalesce(extract(epoch from d.next_try_at) * 1000, 0)))
        from mailbox_message m left join delivery d on d.subscription_id = m.subscription_id and d.number = m.number
        where m.subscription_id = e.subscription_id and m.number = any (p.open_numbers)) as open
    from webhook_endpoint e join webhook_place p using (subscription_id) join subscription s on s.id = e.subscription_id
    where e.subscription_id = any ($2::uuid[]) and p.leased_by = $1`,

  look: `
    select w.id as "subscriptionId", e.version, p.leased_until > now() and ${mayDeliver} as "mayDeliver", s.first_number as "firstNumber",
      extract(epoch from e.challenge_at) * 1000 as "challengeAt", p.test_id as "testId",
      (select jsonb_agg(jsonb_build_object('number', m.number, 'subject', m.subject_id) order by m.number) from (
        select number, subject_id from mailbox_message m where m.subscription_id = w.id and m.number > w.loaded order by number limit w.room) m) as messages,
      (select jsonb_build_object('id', r.id, 'toNumber', r.to_number, 'sentNumber', r.sent_number, 'messages', coalesce((
          select jsonb_agg(jsonb_build_object('number', m.number, 'subject', m.subject_id) order by m.number) from (
            select number, subject_id from mailbox_message m
            where m.subscription_id = w.id and m.number > r.sent_number and m.number <= r.to_number order by number limit w.room) m), '[]'))
        from replay r where r.subscription_id = w.id and r.door = 'webhook' and r.done_at is null order by r.asked_at limit 1) as replay
    from unnest($2::uuid[], $3::bigint[], $4::int[]) as w(id, loaded, room)
    join webhook_endpoint e on e.subscription_id = w.id
    join webhook_place p on p.subscription_id = w.id and p.leased_by = $1
    join subscription s on s.id = w.id`,

  hold: `
    with lane as materialized (
      select w.id from unnest($2::uuid[], $3::int[]) as w(id, version)
      join webhook_endpoint e on e.subscription_id = w.id and e.version = w.version and e.state in ('active', 'degraded')
      join webhook_place p on p.subscription_id = w.id and p.leased_by = $1 and p.leased_until > now()
      where exists (select from open_subscription o where o.id = w.id)
    )
    select m.subscription_id as "subscriptionId", m.number, m.id, m.type, m.subject_id as "subjectId", m.data, m.occurred_at as "occurredAt"
    from unnest($4::uuid[], $5::bigint[]) as w(id, number)
    join lane on lane.id = w.id
    join mailbox_message m on m.subscription_id = w.id and m.number = w.number
    for share of m skip locked`,

  book: `
    with place as (
      select * from jsonb_to_recordset($2::jsonb) as x("subscriptionId" uuid, "sentNumber" bigint, open bigint[], "waitUntil" timestamptz, replay jsonb, failed jsonb, mended bigint[])
    ), booked as (
      update webhook_place p set sent_number = x."sentNumber", open_numbers = x.open, wait_until = x."waitUntil",
        leased_until = now() + make_interval(secs => $5)
      from place x where p.subscription_id = x."subscriptionId" and p.leased_by = $1
      returning p.subscription_id
    ), failed as (
      insert into delivery (subscription_id, number, tries, next_try_at, outcome)
      select x."subscriptionId", f.number, f.tries, f."nextTryAt", f.outcome
      from place x join booked b on b.subscription_id = x."subscriptionId",
        jsonb_to_recordset(x.failed) as f(number bigint, tries int, "nextTryAt" timestamptz, outcome text)
      on conflict (subscription_id, number) do update set tries = excluded.tries, next_try_at = excluded.next_try_at, outcome = excluded.outcome
    ), mended as (
      delete from delivery d using place x join booked b on b.subscription_id = x."subscriptionId"
      where d.subscription_id = x."subscriptionId" and d.number = any (x.mended)
    ), replayed as (
      update replay r set sent_number = greatest(r.sent_number, (x.replay ->> 'sentNumber')::bigint),
        done_at = case when (x.replay ->> 'done')::boolean then $4::timestamptz end
      from place x join booked b on b.subscription_id = x."subscriptionId" where r.id = (x.replay ->> 'id')::uuid
    ), logged as (
      insert into delivery_attempt (subscription_id, kind, message_id, number, attempt, attempted_at, duration_ms, outcome, status)
      select "subscriptionId", kind, "messageId", number, attempt, "attemptedAt", "durationMs", outcome, status
      from (
        select a.*, coalesce(a."sentId", (select m.id from mailbox_message m where m.subscription_id = a."subscriptionId" and m.number = a.number)) as "messageId"
        from jsonb_to_recordset($3::jsonb) as a("subscriptionId" uuid, kind text, "sentId" uuid, number bigint, attempt int, "attemptedAt" timestamptz, "durationMs" int, outcome text, status smallint)
      ) known
      where "messageId" is not null
    )
    select subscription_id as "subscriptionId" from booked`,

  log: `
    with logged as (
      insert into delivery_attempt (subscription_id, kind, message_id, number, attempt, attempted_at, duration_ms, outcome, status)
      select "subscriptionId", kind, "sentId", number, attempt, "attemptedAt", "durationMs", outcome, status
      from jsonb_to_recordset($1::jsonb) as a("subscriptionId" uuid, kind text, "sentId" uuid, number bigint, attempt int, "attemptedAt" timestamptz, "durationMs" int, outcome text, status smallint)
      where exists (select from subscription s where s.id = "subscriptionId")
    )
    update webhook_place set test_id = null where test_id = any ($2::uuid[])`,
} as const

type Row<T> = T & pg.QueryResultRow

export class DeliveryStore {
  readonly #pool: pg.Pool
  readonly #me: string
  readonly #leaseSeconds: number

  /** @param me whose the leases are. */
  constructor(url: string, me: string, leaseSeconds = usualLeaseSeconds) {
    this.#me = me
    this.#leaseSeconds = leaseSeconds
    this.#pool = new pg.Pool({
      connectionString: url,
      max: connections,
      // What is lost with the server's last moments is that something was delivered: it is delivered again.
      options: '-c timezone=UTC -c statement_timeout=20000 -c idle_in_transaction_session_timeout=20000 -c synchronous_commit=off',
    })
    this.#pool.on('connect', (client) => void client.on('error', () => {}))
    this.#pool.on('error', () => {})
  }

  async #run<T>(name: keyof typeof statements, values: unknown[], client: pg.Pool | pg.PoolClient = this.#pool): Promise<T[]> {
    const { rows } = await (client as pg.Pool).query<Row<T>>({ name, text: statements[name], values })
    return rows
  }

  /**
   * Takes endpoints that nobody delivers to, and goes on holding those that are ours: also where the lease had run out and nobody
   * took it, for then nobody else has delivered anything. `held`: it was ours.
   */
  claim(): Promise<{ subscriptionId: string; held: boolean }[]> {
    return this.#run('claim', [this.#me, this.#leaseSeconds])
  }

  async release(ids: readonly string[]): Promise<void> {
    await this.#run('release', [this.#me, ids])
  }

  async load(ids: readonly string[]): Promise<KnownEndpoint[]> {
    type Loaded = Omit<KnownEndpoint, 'keys'> & {
      keys: { id: string; kind: SealedKey['kind']; sealed: string; endsAt: number | null }[] | null
    }
    const rows = await this.#run<Loaded>('load', [this.#me, ids])
    return rows.map((row) => ({
      ...row,
      open: row.open ?? [],
      waitUntil: row.waitUntil ?? undefined,
      keys: (row.keys ?? []).map((key) => ({ ...key, sealed: Buffer.from(key.sealed, 'base64'), endsAt: key.endsAt ?? undefined })),
    }))
  }

  /** Of those asked for, those that are ours: also those whose lease ran out, and that nobody else has taken. */
  async look(asked: readonly Asked[]): Promise<Look[]> {
    const rows = await this.#run<Look>('look', [
      this.#me,
      asked.map(({ subscriptionId }) => subscriptionId),
      asked.map(({ loadedNumber }) => loadedNumber),
      asked.map(({ room }) => room),
    ])
    return rows.map((row) => ({
      ...row,
      challengeAt: row.challengeAt ?? undefined,
      testId: row.testId ?? undefined,
      messages: row.messages ?? [],
      replay: row.replay ?? undefined,
    }))
  }

  /**
   * Reads messages of endpoints, as these are known in these versions, as they may be sent now, and keeps them so until `use` is done: whoever withholds one waits for it, and what
   * was withheld before comes without content. Those that may not be sent at all, or are being withheld just now, are not
   * among them.
   */
  async hold(
    lanes: ReadonlyMap<string, { readonly version: number }>,
    wanted: readonly { subscriptionId: string; number: number }[],
    use: (messages: readonly MailboxMessage[]) => Promise<void>,
  ): Promise<void> {
    const client = await this.#pool.connect()
    let broken: Error | undefined
    try {
      // Not awaited: the next statement stands behind it on this connection.
      const begun = client.query('begin')
      const messages = await this.#run<MailboxMessage>(
        'hold',
        [
          this.#me,
          [...lanes.keys()],
          [...lanes.values()].map(({ version }) => version),
          wanted.map(({ subscriptionId }) => subscriptionId),
          wanted.map(({ number }) => number),
        ],
        client,
      )
      await begun
      await use(messages)
      // Nothing was written but locks, which a rollback lets go without waiting for the disk.
      await client.query('rollback')
    } catch (cause) {
      broken = cause as Error
      throw cause
    } finally {
      client.release(broken)
    }
  }

  /**
   * All of it together. It renews the leases, too: claiming passes by the rows that are being booked just then.
   * @returns the endpoints that are still ours; of the others nothing but the attempts is booked.
   */
  async book(places: readonly Place[], attempts: readonly Attempt[], at: Date): Promise<Set<string>> {
    const rows = await this.#run<{ subscriptionId: string }>('book', [
      this.#me,
      JSON.stringify(places),
      JSON.stringify(attempts),
      at.toISOString(),
      this.#leaseSeconds,
    ])
    return new Set(rows.map(({ subscriptionId }) => subscriptionId))
  }

  /** Tests and challenges, which have no place. */
  async log(attempts: readonly Attempt[]): Promise<void> {
    const tests = attempts.filter(({ kind }) => kind === 'test').map(({ sentId }) => sentId)
    await this.#run('log', [JSON.stringify(attempts), tests])
  }

  async close(): Promise<void> {
    await this.#pool.end()
  }
}

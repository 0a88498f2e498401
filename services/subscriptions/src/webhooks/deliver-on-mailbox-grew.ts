/**
 * Delivers mailboxes to webhooks. Any number of processes may run it: each endpoint is one process's for the time of a lease, and
 * what the lease's holder has not booked when it dies is sent again by the next, under the same ids and numbers.
 *
 *     look    what is new in mailboxes, on a nudge at once, else twice a second
 *     send    choose a message, have a connection; then a batch of them is read again, under lock, and handed to the network
 *     book    what became of them, as much at once as came meanwhile; only then the place of each is free for another
 */
import { type DatabaseConfig, type Loop, newId, type Surroundings } from '@nlc/runtime'
import type { Settings } from '../config.ts'
import { Dialer, type DialerOptions } from '../dialer/dialer.ts'
import { Failure } from '../dialer/failure.ts'
import type { Exchange } from '../dialer/line.ts'
import { cloudEvent } from '../mailbox/cloud-event.ts'
import { onMailboxGrew } from '../mailbox/mailbox-grew.ts'
import { bookingsOf, type Result } from './bookings.ts'
import { DeliveryStore, type Look } from './delivery-store.ts'
import { EndpointLane, type Sending } from './endpoint-lane.ts'
import { type Finding, noteWebhookState } from './note-webhook-state.ts'
import { type Outcome, outcomeOfEcho, outcomeOfStatus } from './outcome.ts'
import { challengeEvent, testEvent } from './platform-events.ts'
import { maxTries, retryAfterMs, retryDelayMs } from './schedule.ts'
import { signedHeaders } from './signing-key.ts'
import { Turns } from './turns.ts'
import { signersOf } from './webhook-keys.ts'

/** Without nudges: another process's messages, retries that are due, changes of endpoints. */
const pollMs = 500
const claimMs = 1_000
/** A nudge for an endpoint that is nobody's yet. */
const claimAgainMs = 200
/** What could not be sent may be on its way to be withheld. */
const lookAgainMs = 20
/** Of all endpoints together. */
const mostUnderWay = 1_000
const batchSize = 128
const busyBooking = 16
const bookingPauseMs = 10
const batchesAtOnce = 2
const echoBytes = 4 * 1024
/** Less than the runtime's patience with a loop that is to end. */
const drainMs = 4_000

type Around = Surroundings<Pick<DatabaseConfig, 'ISSUER'>>

/** For tests: names that resolve to what the test says; leases that end sooner. */
export interface Tuning {
  readonly dialing?: Partial<DialerOptions>
  readonly leaseSeconds?: number
}

export function deliverOnMailboxGrew(around: Around, settings: Settings, tuning: Tuning = {}): Loop {
  const deliveries = new Deliveries(around, settings, tuning)
  return { name: 'the delivery of webhooks', close: () => deliveries.close() }
}

class Deliveries {
  readonly #around: Around
  readonly #settings: Settings
  readonly #store: DeliveryStore
  readonly #dialer: Dialer
  readonly #lanes = new Map<string, EndpointLane>()
  readonly #nudged = new Set<string>()
  #toLoad = new Set<string>()
  #outgoing: Sending[] = []
  #results: Result[] = []
  readonly #toBook = new Set<EndpointLane>()
  #underWay = 0
  #wasFull = false
  #claimedAt = 0
  #claimTimer: NodeJS.Timeout | undefined
  #ending = false
  readonly #looking: Turns
  readonly #claiming: Turns
  readonly #sending: readonly Turns[]
  readonly #booking: Turns
  readonly #timer: NodeJS.Timeout
  readonly #unlisten: () => void
  #whenIdle: () => void = () => {}

  constructor(around: Around, settings: Settings, { dialing = {}, leaseSeconds }: Tuning) {
    this.#around = around
    this.#settings = settings
    this.#store = new DeliveryStore(around.database.url, newId(), leaseSeconds)
    this.#dialer = new Dialer({ allow: settings.webhookAllow, answerMs: settings.webhookAnswerMs, ...dialing })
    const failing = (what: string) => (cause: unknown) => around.log.warn({ err: cause }, `${what} failed; trying again`)
    this.#looking = new Turns(() => this.#look(), failing('looking into mailboxes'))
    this.#claiming = new Turns(() => this.#claim(), failing('claiming webhooks'))
    this.#sending = Array.from({ length: batchesAtOnce }, () => new Turns(() => this.#dispatch(), failing('sending to webhooks')))
    this.#booking = new Turns(() => this.#book(), failing('booking of deliveries'))
    this.#unlisten = onMailboxGrew((subscriptionId) => this.#nudge(subscriptionId))
    this.#timer = setInterval(() => this.#poll(), pollMs)
    this.#poll()
  }

  #poll(): void {
    if (performance.now() - this.#claimedAt >= claimMs || this.#claimedAt === 0) this.#claiming.ask()
    for (const [id, lane] of this.#lanes) {
      this.#nudged.add(id)
      this.#afterwards(lane)
    }
    this.#looking.ask()
  }

  #nudge(subscriptionId: string): void {
    if (this.#lanes.has(subscriptionId)) {
      this.#nudged.add(subscriptionId)
      this.#looking.ask()
    } else this.#claimSoon()
  }

  /** Somebody's that is nobody's yet; mailboxes without a webhook nudge, too. */
  #claimSoon(): void {
    if (this.#claimTimer || this.#ending) return
    const waitMs = Math.max(0, this.#claimedAt + claimAgainMs - performance.now())
    this.#claimTimer = setTimeout(() => {
      this.#claimTimer = undefined
      this.#claiming.ask()
    }, waitMs)
  }

  async #claim(): Promise<void> {
    if (this.#ending) return
    this.#claimedAt = performance.now()
    const asked = this.#toLoad
    this.#toLoad = new Set()
    try {
      for (const { subscriptionId, held } of await this.#store.claim()) {
        asked.add(subscriptionId)
        // Another had it meanwhile: how far it has come is to be read again.
        const lane = this.#lanes.get(subscriptionId)
        if (lane && !held) this.#drop(lane)
      }
      const fresh = [...asked].filter((id) => !this.#lanes.has(id))
      if (fresh.length === 0) return
      for (const endpoint of await this.#store.load(fresh)) {
        const lane = new EndpointLane(endpoint, this.#dialer, signersOf(endpoint.keys, this.#settings.sealing))
        const exhausted = endpoint.open.find(({ tries }) => tries >= maxTries)
        if (exhausted) lane.givenUp = { reason: 'given-up', trouble: { number: exhausted.number, outcome: 'unexpected-answer' } }
        lane.onChange = () => this.#pump(lane)
        this.#lanes.set(lane.subscriptionId, lane)
        this.#nudged.add(lane.subscriptionId)
      }
      this.#looking.ask()
    } catch (cause) {
      for (const id of asked) this.#toLoad.add(id)
      throw cause
    }
  }

  async #look(): Promise<void> {
    if (this.#ending) return
    const lanes = [...this.#nudged].flatMap((id) => this.#lanes.get(id) ?? [])
    this.#nudged.clear()
    if (lanes.length === 0) return
    const asked = lanes.map(({ subscriptionId, queue, delivers, replay }) => ({
      subscriptionId,
      loadedNumber: queue.loadedNumber,
      room: delivers && !replay ? queue.room : delivers ? Math.ceil(queue.room / 2) : 0,
    }))
    const found = new Map((await this.#store.look(asked)).map((look) => [look.subscriptionId, look]))
    for (const [index, lane] of lanes.entries()) {
      const look = found.get(lane.subscriptionId)
      if (this.#lanes.get(lane.subscriptionId) !== lane) continue
      if (!look) {
        this.#drop(lane)
        this.#claimSoon()
      } else this.#learn(lane, look, asked[index]!.room)
    }
  }

  #learn(lane: EndpointLane, look: Look, room: number): void {
    if (look.version > lane.version && !lane.changing) lane.retiring = true
    const opened = look.mayDeliver && !lane.mayDeliver
    lane.mayDeliver = look.mayDeliver
    // It may be of before what we wrote ourselves meanwhile: that is not to be done twice.
    if (look.version >= lane.version) lane.challengeAt = look.challengeAt
    lane.testId = look.testId === lane.testedId ? undefined : look.testId
    lane.queue.forgetBelow(look.firstNumber)
    lane.queue.load(look.messages)
    lane.hasMore = look.messages.length === room
    if (look.replay && !lane.replay && lane.delivers && room > 0 && look.replay.sentNumber >= (lane.replayed.get(look.replay.id) ?? 0)) {
      const { id, toNumber, messages } = look.replay
      const unsettled = lane.queue.replay(messages)
      lane.replay = { id, toNumber, sentNumber: messages.length < room ? toNumber : messages.at(-1)!.number, unsettled: new Set(unsettled) }
      if (unsettled.length === 0) {
        this.#toBook.add(lane)
        this.#booking.ask()
      }
    }
    if (opened && lane.delivers && lane.hasMore) {
      this.#nudged.add(lane.subscriptionId)
      this.#looking.ask()
    }
    this.#afterwards(lane)
  }

  /** It is another's, or is no more. What is under way of it is not waited for. */
  #drop(lane: EndpointLane): void {
    lane.lost = true
    this.#lanes.delete(lane.subscriptionId)
    lane.close()
  }

  /** Whatever happened to it: what is to be done next. */
  #afterwards(lane: EndpointLane): void {
    if (lane.lost) return
    if (lane.retiring && lane.idle) {
      this.#drop(lane)
      this.#toLoad.add(lane.subscriptionId)
      this.#claiming.ask()
      return
    }
    this.#noteState(lane)
    this.#pump(lane)
  }

  #noteState(lane: EndpointLane): void {
    if (lane.changing || lane.retiring || this.#ending) return
    const { state, queue, givenUp, lastTrouble } = lane
    if (state !== 'active' && state !== 'degraded') return
    if (givenUp) void this.#note(lane, { is: 'disabled', ...givenUp })
    else if (queue.troubled && state === 'active' && lastTrouble) void this.#note(lane, { is: 'degraded', trouble: lastTrouble })
    else if (!queue.troubled && state === 'degraded') void this.#note(lane, { is: 'recovered' })
  }

  async #note(lane: EndpointLane, finding: Finding): Promise<void> {
    lane.changing = true
    try {
      if (!(await noteWebhookState(this.#around, lane, finding))) lane.retiring = true
    } catch (cause) {
      this.#around.log.warn({ err: cause }, 'the state of a webhook could not be noted; trying again')
      return
    } finally {
      lane.changing = false
    }
    this.#afterwards(lane)
  }

  /** Sends of it what may be sent now. */
  #pump(lane: EndpointLane): void {
    if (this.#ending || lane.lost) return
    const now = this.#around.clock.now().getTime()
    if (!lane.probing && !lane.retiring && !lane.changing) {
      if (lane.state === 'pending-verification' && lane.challengeAt !== undefined && lane.challengeAt <= now)
        void this.#probe(lane, 'challenge')
      else if (lane.testId !== undefined && lane.state !== 'pending-verification') void this.#probe(lane, 'test')
    }
    while (lane.delivers) {
      if (this.#underWay >= mostUnderWay) {
        this.#wasFull = true
        break
      }
      const waitMs = lane.rate.waitMs()
      if (waitMs > 0) {
        lane.timer ??= setTimeout(() => {
          lane.timer = undefined
          this.#pump(lane)
        }, waitMs)
        break
      }
      const item = lane.take(now)
      if (!item) break
      this.#underWay += 1
      void this.#send({ lane, item, tries: item.tries, beganAt: performance.now(), line: undefined, messageId: undefined, fresh: false })
    }
    if (lane.hasMore && lane.delivers && lane.queue.room >= 64 && !this.#nudged.has(lane.subscriptionId)) {
      this.#nudged.add(lane.subscriptionId)
      this.#looking.ask()
    }
  }

  /** Has a connection for it first: nothing is locked while one is made. */
  async #send(sending: Sending): Promise<void> {
    const { lane } = sending
    sending.line = sending.fresh ? undefined : lane.freeLine()
    if (!sending.line) {
      try {
        sending.line = await lane.newLine()
      } catch (cause) {
        this.#settle(sending, failureOf(cause))
        return
      }
    }
    this.#outgoing.push(sending)
    // The one that is idle, where one is.
    for (const turns of this.#sending) turns.ask()
  }

  async #dispatch(): Promise<void> {
    while (this.#outgoing.length > 0) {
      const batch = this.#outgoing.splice(0, batchSize)
      const unsent = new Set(batch)
      try {
        await this.#store.hold(
          new Map(batch.map(({ lane }) => [lane.subscriptionId, lane])),
          batch.map(({ lane: { subscriptionId }, item: { number } }) => ({ subscriptionId, number })),
          async (messages) => {
            const found = new Map(messages.map((message) => [`${message.subscriptionId}/${message.number}`, message]))
            const handedOver: Promise<void>[] = []
            for (const sending of batch) {
              const { lane, item } = sending
              const message = found.get(`${lane.subscriptionId}/${item.number}`)
              if (!message || lane.lost || this.#ending) continue
              const body = Buffer.from(JSON.stringify(cloudEvent(message, this.#around.config.ISSUER)))
              const exchange = sending.line!.post(signedHeaders(lane.signers(), message.id, body), body)
              unsent.delete(sending)
              handedOver.push(exchange.sent)
              sending.messageId = message.id
              void this.#await(sending, exchange)
            }
            await Promise.all(handedOver)
          },
        )
      } finally {
        for (const sending of unsent) this.#putBack(sending)
      }
    }
  }

  /** Whether it may be sent at all, and whether it is still ours, is looked up before anything else goes there. */
  #putBack({ lane, item, line }: Sending): void {
    line?.giveBack()
    this.#underWay -= 1
    lane.queue.putBack(item.number)
    lane.mayDeliver = false
    this.#claimSoon()
    if (lane.lost || lane.timer) return
    lane.timer = setTimeout(() => {
      lane.timer = undefined
      this.#nudge(lane.subscriptionId)
    }, lookAgainMs)
  }

  async #await(sending: Sending, exchange: Exchange): Promise<void> {
    try {
      const { status, retryAfter } = await exchange.answer
      this.#settle(sending, outcomeOfStatus(status), status, retryAfter)
    } catch (cause) {
      // The receiver had hung up before: nothing of it arrived, and it does not count.
      if (cause instanceof Failure && cause.stale && !sending.fresh && !sending.lane.lost) {
        sending.fresh = true
        return this.#send(sending)
      }
      this.#settle(sending, failureOf(cause))
    }
  }

  #settle(
    { lane, item, messageId, tries: before, beganAt }: Sending,
    outcome: Outcome,
    status?: number | undefined,
    retryAfter?: string | undefined,
  ): void {
    this.#underWay -= 1
    if (lane.lost) return
    const at = this.#around.clock.now()
    const now = at.getTime()
    let failed: Result['failed']
    if (outcome === 'delivered') lane.queue.delivered(item.number, now)
    else {
      const wait = retryAfterMs(retryAfter)
      const dueAt = now + Math.max(retryDelayMs(before + 1), wait ?? 0)
      const tries = lane.queue.failed(item.number, {
        now,
        dueAt,
        timedOut: outcome === 'timed-out',
        waitUntil: wait === undefined ? undefined : now + wait,
      })
      failed = { tries, nextTryAt: new Date(dueAt).toISOString(), outcome }
      lane.lastTrouble = { number: item.number, outcome }
      if (outcome === 'gone') lane.givenUp = { reason: 'gone', trouble: lane.lastTrouble }
      else if (tries >= maxTries) lane.givenUp = { reason: 'given-up', trouble: lane.lastTrouble }
    }
    lane.replay?.unsettled.delete(item.number)
    lane.unbooked += 1
    const durationMs = Math.round(performance.now() - beganAt)
    this.#results.push({
      lane,
      failed,
      attempt: {
        subscriptionId: lane.subscriptionId,
        kind: 'message',
        sentId: messageId,
        number: item.number,
        attempt: before + 1,
        attemptedAt: new Date(now - durationMs).toISOString(),
        durationMs,
        outcome,
        status,
      },
    })
    this.#booking.ask()
  }

  async #book(): Promise<void> {
    while (this.#results.length > 0 || this.#toBook.size > 0) {
      const results = this.#results
      const also = [...this.#toBook]
      this.#results = []
      this.#toBook.clear()
      const { places, attempts } = bookingsOf(
        results.filter(({ lane }) => !lane.lost),
        also.filter(({ lost }) => !lost),
      )
      let ours: Set<string>
      try {
        ours = await this.#store.book(places, attempts, this.#around.clock.now())
      } catch (cause) {
        this.#results = [...results, ...this.#results]
        for (const lane of also) this.#toBook.add(lane)
        throw cause
      }
      for (const { lane } of results) lane.unbooked -= 1
      for (const lane of new Set([...results.map((result) => result.lane), ...also])) {
        if (lane.lost) continue
        if (!ours.has(lane.subscriptionId)) this.#drop(lane)
        else {
          if (lane.replay?.unsettled.size === 0) {
            lane.replayed.set(lane.replay.id, lane.replay.sentNumber)
            lane.replay = undefined
            this.#nudged.add(lane.subscriptionId)
            this.#looking.ask()
          }
          this.#afterwards(lane)
        }
      }
      if (this.#wasFull && this.#underWay < mostUnderWay) {
        this.#wasFull = false
        for (const lane of this.#lanes.values()) this.#pump(lane)
      }
      // Under load more comes meanwhile, and one writing of an endpoint's place serves for all of it.
      if (results.length > busyBooking && !this.#ending) await new Promise((resolve) => setTimeout(resolve, bookingPauseMs))
    }
    if (this.#underWay === 0) this.#whenIdle()
  }

  /** A challenge, or a test message: without a number, and once. */
  async #probe(lane: EndpointLane, kind: 'challenge' | 'test'): Promise<void> {
    lane.probing = true
    const messageId = kind === 'test' ? lane.testId! : newId()
    const about = { id: messageId, subscriptionId: lane.subscriptionId, issuer: this.#around.config.ISSUER, at: this.#around.clock.now() }
    const event = kind === 'test' ? testEvent(about) : challengeEvent({ ...about, challenge: lane.challenge })
    const body = Buffer.from(JSON.stringify(event))
    const beganAt = performance.now()
    let outcome: Outcome
    let status: number | undefined
    try {
      const line = await lane.newLine()
      const answer = await line.post(signedHeaders(lane.signers(), messageId, body), body, kind === 'challenge' ? echoBytes : 0).answer
      status = answer.status
      outcome = kind === 'challenge' ? outcomeOfEcho(status, answer.body, lane.challenge) : outcomeOfStatus(status)
    } catch (cause) {
      outcome = failureOf(cause)
    }
    if (this.#ending || lane.lost) return
    const attempt = {
      subscriptionId: lane.subscriptionId,
      kind,
      sentId: messageId,
      number: undefined,
      attempt: kind === 'challenge' ? lane.challengeTries + 1 : 1,
      attemptedAt: about.at.toISOString(),
      durationMs: Math.round(performance.now() - beganAt),
      outcome,
      status,
    }
    try {
      await this.#store.log([attempt])
      if (kind === 'test') lane.testedId = messageId
      lane.testId = undefined
      if (kind === 'challenge') await this.#note(lane, outcome === 'delivered' ? { is: 'verified' } : { is: 'challenge-failed', outcome })
    } catch (cause) {
      // It is sent again: what came of it is not written down.
      this.#around.log.warn({ err: cause }, 'what came of a challenge or test could not be written down; trying again')
    } finally {
      lane.probing = false
      this.#nudged.add(lane.subscriptionId)
      this.#looking.ask()
      this.#afterwards(lane)
    }
  }

  /** What is under way may land; the rest is another's. */
  async close(): Promise<void> {
    this.#ending = true
    clearInterval(this.#timer)
    clearTimeout(this.#claimTimer)
    this.#unlisten()
    const late = new Promise<void>((resolve) => setTimeout(resolve, drainMs).unref())
    if (this.#underWay > 0) {
      const idle = new Promise<void>((resolve) => {
        this.#whenIdle = resolve
      })
      await Promise.race([idle, late])
    }
    await Promise.all([this.#looking, this.#claiming, ...this.#sending, this.#booking].map((turns) => turns.end()))
    const ids = [...this.#lanes.keys()]
    for (const lane of [...this.#lanes.values()]) this.#drop(lane)
    await this.#store.release(ids).catch(() => {})
    await this.#store.close()
  }
}

function failureOf(cause: unknown): Outcome {
  return cause instanceof Failure ? cause.reason : 'connection-failed'
}

import { randomBytes } from 'node:crypto'
import { defineEntity, p } from '@mikro-orm/core'
import type { Outcome } from './outcome.ts'
import { nextChallengeMs } from './schedule.ts'

export type WebhookState = 'pending-verification' | 'active' | 'degraded' | 'disabled'
export type NoticeReason = 'challenge-failed' | 'failing' | 'given-up' | 'gone'

/** What of a delivery made it so. */
export interface Trouble {
  readonly number: number | undefined
  readonly outcome: Outcome
}

const WebhookEndpointSchema = defineEntity({
  name: 'WebhookEndpoint',
  tableName: 'webhook_endpoint',
  properties: {
    subscriptionId: p.uuid().primary(),
    url: p.string(),
    state: p.string().$type<WebhookState>(),
    maxPerSecond: p.integer(),
    noticeReason: p.string().$type<NoticeReason>().nullable(),
    noticeSince: p.datetime().nullable(),
    noticeNumber: p.bigint('number').nullable(),
    noticeOutcome: p.string().$type<Outcome>().nullable(),
    challenge: p.string(),
    challengeTries: p.integer().default(0),
    challengeAt: p.datetime().nullable(),
    registeredAt: p.datetime(),
    version: p.integer().version(),
  },
})

/** Where a subscription is delivered to. */
export class WebhookEndpoint extends WebhookEndpointSchema.class {
  /** Another receiver proves anew that it wants what is sent. */
  moveTo(url: string, at: Date): void {
    this.url = url
    this.challengeAnew(at)
  }

  challengeAnew(at: Date): void {
    this.state = 'pending-verification'
    this.challenge = newChallenge()
    this.challengeTries = 0
    this.challengeAt = at
    note(this, undefined)
  }

  verified(): void {
    this.state = 'active'
    this.challengeAt = null
    note(this, undefined)
  }

  /** @returns whether that was the last time that it is sent by itself. */
  challengeFailed(outcome: Outcome, at: Date): boolean {
    this.challengeTries += 1
    const next = outcome === 'gone' ? undefined : nextChallengeMs(this.challengeTries)
    this.challengeAt = next === undefined ? null : new Date(at.getTime() + next)
    if (next === undefined) note(this, 'challenge-failed', at, { number: undefined, outcome })
    return next === undefined
  }

  degrade(trouble: Trouble, at: Date): void {
    this.state = 'degraded'
    note(this, 'failing', at, trouble)
  }

  recover(): void {
    this.state = 'active'
    note(this, undefined)
  }

  disable(reason: 'given-up' | 'gone', trouble: Trouble, at: Date): void {
    this.state = 'disabled'
    note(this, reason, at, trouble)
  }
}
WebhookEndpointSchema.setClass(WebhookEndpoint)

function note(endpoint: WebhookEndpoint, reason: NoticeReason | undefined, at?: Date, trouble?: Trouble): void {
  endpoint.noticeReason = reason ?? null
  endpoint.noticeSince = at ?? null
  endpoint.noticeNumber = trouble?.number ?? null
  endpoint.noticeOutcome = trouble?.outcome ?? null
}

/** 256 random bits: only who was sent it can know it. */
export const newChallenge = (): string => randomBytes(32).toString('base64url')

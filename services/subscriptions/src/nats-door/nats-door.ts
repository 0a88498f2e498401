import { randomBytes } from 'node:crypto'
import { defineEntity, p } from '@mikro-orm/core'
import type { NatsDoorCloseReason, NatsDoorState } from '@nlc/contracts/subscriptions'
import type { Static } from 'typebox'

type State = Static<typeof NatsDoorState>
export type CloseReason = Static<typeof NatsDoorCloseReason>

const NatsDoorSchema = defineEntity({
  name: 'NatsDoor',
  tableName: 'nats_door',
  properties: {
    subscriptionId: p.uuid().primary(),
    version: p.integer().version(),
    clientId: p.string(),
    state: p.string().$type<State>(),
    mailbox: p.string(),
    afterNumber: p.bigint('number'),
    publishedNumber: p.bigint('number'),
    acknowledgedNumber: p.bigint('number'),
    openedAt: p.datetime(),
    closedAt: p.datetime().nullable(),
    closeReason: p.string().$type<CloseReason>().nullable(),
    generation: p.integer(),
    recall: p.boolean(),
    purge: p.boolean(),
    held: p.boolean(),
    rotations: p.integer(),
  },
})

/** What carries the door out (the durable, the stream) is done by `serve-nats-doors`; here is what is decided. */
export class NatsDoor extends NatsDoorSchema.class {
  static of(subscriptionId: string, clientId: string): NatsDoor {
    const door = new NatsDoor()
    Object.assign(door, { subscriptionId, clientId, generation: 0 })
    return door
  }

  /** Behind a number, under a name that nobody knows from before. */
  open(afterNumber: number, now: Date): void {
    this.state = 'opening'
    this.mailbox = newMailbox()
    this.afterNumber = this.publishedNumber = this.acknowledgedNumber = afterNumber
    this.openedAt = now
    this.closedAt = null
    this.closeReason = null
    this.generation += 1
    this.rotations = 0
    this.recall = this.purge = this.held = false
  }

  close(reason: CloseReason): void {
    this.state = 'closing'
    this.closeReason = reason
  }

  /** Shown with the door: a new version. */
  rotated(): void {
    this.rotations += 1
  }

  isOpen(): boolean {
    return this.state === 'opening' || this.state === 'open'
  }
}
NatsDoorSchema.setClass(NatsDoor)

/** 160 bits, as a token of a subject and a consumer's name may be written. */
const newMailbox = (): string => randomBytes(20).toString('hex')

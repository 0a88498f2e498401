/** Requests to addresses that clients named. */
import { Allowance } from './address.ts'
import { type Dialing, dial } from './dial.ts'
import { type Limits, Line } from './line.ts'
import { type LookUp, nameServers } from './look-up.ts'
import { readTarget, type Target } from './target.ts'

export interface DialerOptions {
  /** Hosts and networks (CIDR) that may be reached although they are not of the public Internet. */
  readonly allow: readonly string[]
  readonly answerMs: number
  readonly lookUp?: LookUp
  readonly ca?: string
}

const connectMs = 5_000
const limits = { bodyMs: 2_000, maxBodyBytes: 64 * 1024 } as const

export class Dialer {
  readonly #dialing: Dialing
  readonly #limits: Limits

  constructor({ allow, answerMs, lookUp = nameServers(), ca }: DialerOptions) {
    this.#dialing = { allowance: new Allowance(allow), lookUp, connectMs: Math.min(connectMs, answerMs), ca }
    this.#limits = { ...limits, answerMs }
  }

  /** @throws UrlRefused */
  read(url: string): Target {
    return readTarget(url, this.#dialing.allowance)
  }

  /** @throws Failure */
  async open(target: Target): Promise<Line> {
    return new Line(await dial(target, this.#dialing), target, this.#limits)
  }
}

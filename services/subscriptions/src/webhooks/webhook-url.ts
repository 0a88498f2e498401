import type { Settings } from '../config.ts'
import { Allowance } from '../dialer/address.ts'
import { readTarget, UrlRefused } from '../dialer/target.ts'

/** What is wrong with a URL as such. Where its name leads is seen with each connection. */
export function faultOf(url: string, { webhookAllow }: Settings) {
  try {
    readTarget(url, new Allowance(webhookAllow))
    return undefined
  } catch (cause) {
    if (cause instanceof UrlRefused) return { fault: cause.fault, detail: cause.message }
    throw cause
  }
}

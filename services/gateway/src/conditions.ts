/** `Idempotency-Key`, `If-Match`, `If-None-Match`. */

import type { IncomingHttpHeaders } from 'node:http'
import type { AnyOperation } from '@nlc/contracts/define'
import { InvalidInput } from '@nlc/contracts/platform'
import { refuse } from '@nlc/runtime'

export interface Conditions {
  readonly idempotencyKey: string | undefined
  readonly expectedVersion: number | undefined
}

const none: Conditions = { idempotencyKey: undefined, expectedVersion: undefined }

/** @throws Refusal `invalid-input` where a header is malformed, or names a condition that the operation would not keep. */
export function conditionsOf(operation: AnyOperation, headers: IncomingHttpHeaders): Conditions {
  if (operation.kind === 'query') return none
  const key = headers['idempotency-key']
  const match = headers['if-match']
  if (key === undefined && match === undefined) return none
  if (key !== undefined && (typeof key !== 'string' || !/^[!-~]{1,255}$/.test(key)))
    refused('Idempotency-Key', 'pattern', 'Send 1 to 255 visible ASCII characters.')
  return {
    idempotencyKey: key as string | undefined,
    expectedVersion: match === undefined ? undefined : versionOf(operation.ifMatch, match),
  }
}

function versionOf(understood: boolean, match: string): number | undefined {
  if (!understood) return refused('If-Match', 'unsupported', 'This operation depends on no version: leave it out.')
  if (match.trim() === '*') return undefined
  const [, version] = /^"(\d{1,15})"$/.exec(match.trim()) ?? []
  return version === undefined ? refused('If-Match', 'pattern', 'Send one ETag as it was answered, such as "3".') : Number(version)
}

/** Whether the client holds this version: a weak comparison, as RFC 9110 has it for `If-None-Match`. */
export function holds(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((held) => held.trim().replace(/^W\//, '') === etag)
}

const refused = (at: string, rule: string, detail: string): never => refuse(InvalidInput, { errors: [{ at, rule, detail }] })

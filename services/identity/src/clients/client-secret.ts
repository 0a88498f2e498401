import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { newId } from '@nlc/runtime'
import { type KeptSecret, liveAt } from './client.ts'

/**
 * One round of SHA-256, on purpose. A slow hash makes guessing dear where people choose passwords; a secret of 256
 * random bits cannot be guessed at any speed, and every token request would pay for the slowness.
 */
const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** The prefix lets scanners for leaked secrets know one when they see it. */
export const newSecret = (): string => `nlc_secret_${randomBytes(32).toString('base64url')}`

export const keptSecret = (secret: string, madeAt: Date): KeptSecret => ({
  id: newId(),
  digest: digestOf(secret).toString('base64url'),
  madeAt: madeAt.toISOString(),
})

export function isSecret(presented: string, secrets: readonly KeptSecret[], at: Date): boolean {
  const digest = digestOf(presented)
  return liveAt(at, secrets).some((secret) => timingSafeEqual(Buffer.from(secret.digest, 'base64url'), digest))
}

import type { Sandbox } from './sandbox.ts'

/**
 * Loads data to look around in, into a new sandbox, through the gateway as any client would. A start that was killed
 * halfway loads it again, so each request carries an `Idempotency-Key` that is the same every time.
 *
 * @returns what was loaded, a sentence for the terminal, or nothing when there is nothing to tell.
 */
export async function loadDemonstration(_sandbox: Sandbox): Promise<string | undefined> {
  return undefined
}

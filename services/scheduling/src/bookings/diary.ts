import type { Sql } from '@nlc/runtime'
import { passGates } from '@nlc/runtime'

/**
 * What a person has booked: whoever takes a place for them waits for who is doing so already, so that nobody is in two places, nor
 * spends the same minutes twice. Activities are locked before.
 */
export const openDiaries = (db: Sql, personIds: readonly string[]): Promise<void> =>
  passGates(db, { alone: personIds.map((personId) => `diary ${personId}`) })

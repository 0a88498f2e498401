import type { TimeTakenFrom as Contract } from '@nlc/contracts/roles'
import type { Static } from 'typebox'

export type TimeTakenFrom = Static<typeof Contract>

/** Only time taken from teaching is spent; planning time and early-career induction time cannot be (docs/rules.md, Time allowance). */
export const counts: Record<TimeTakenFrom, 'spent' | 'nothing' | 'protected'> = {
  teaching: 'spent',
  inset: 'nothing',
  evening: 'nothing',
  governor: 'nothing',
  guest: 'nothing',
  ppa: 'protected',
  'early-career-induction': 'protected',
}

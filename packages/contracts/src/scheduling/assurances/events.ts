import { event } from '../../define.ts'
import { CalendarDate } from '../../formats.ts'
import { AssuranceId, assuranceTerms } from './model.ts'

const about = { assurance: 'assuranceId' } as const
const data = { assuranceId: AssuranceId, ...assuranceTerms }

export const AssuranceGiven = event('scheduling.assurance-given', {
  summary: 'An employer assures that somebody’s checks are done: they go unescorted on these days.',
  about,
  data,
})
export const AssuranceWithdrawn = event('scheduling.assurance-withdrawn', {
  summary: 'An employer does not stand by an assurance any more.',
  about,
  data: { ...data, withdrawnOn: CalendarDate },
})

import { event } from '../../define.ts'
import { CentreId, centreTerms, Leaders } from './model.ts'

const about = { 'recognition-centre': 'centreId' } as const
const { urn, organisationId } = centreTerms
const data = { centreId: CentreId, urn, organisationId, leaderIds: Leaders }

export const CentreOpened = event('recognition.centre-opened', { summary: 'Portfolios can be presented at a centre.', about, data })
export const CentreChanged = event('recognition.centre-changed', { summary: 'A centre is called, placed or led otherwise.', about, data })
export const CentreClosed = event('recognition.centre-closed', {
  summary: 'Nothing can be presented at a centre any more. What is presented there is decided.',
  about,
  data: { centreId: CentreId },
})

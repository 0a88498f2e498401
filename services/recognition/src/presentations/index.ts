import { appealDecision } from './appeal-decision.ts'
import { presentPortfolio } from './present-portfolio.ts'
import { getPresentation, listPresentations, readManifest } from './read-presentations.ts'

export const handlers = [presentPortfolio, appealDecision, getPresentation, listPresentations, readManifest] as const
export const entities = [] as const
export const reactions = [] as const
export const works = [] as const

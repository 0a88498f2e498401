import { giveAssurance, listAssurances, withdrawAssurance } from './keep-assurances.ts'

export const handlers = [giveAssurance, withdrawAssurance, listAssurances] as const
export const entities = [] as const
export const reactions = [] as const
export const works = [] as const

import { drawNetworkYear, getNetworkYear } from './read-year.ts'

export const handlers = [getNetworkYear, drawNetworkYear] as const
export const entities = [] as const
export const reactions = [] as const
export const works = [] as const

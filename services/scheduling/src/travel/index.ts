import { getTravelRule, setTravelRule } from './keep-travel-rule.ts'

export const handlers = [setTravelRule, getTravelRule] as const
export const entities = [] as const
export const reactions = [] as const
export const works = [] as const

export * from './model.ts'

export const operations = [] as const
export const events = [] as const

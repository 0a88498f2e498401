import { keepProgramme } from './keep-programme.ts'
import { listProgrammes } from './list-programmes.ts'
import { Programme } from './programme.ts'

export const handlers = [listProgrammes, keepProgramme] as const
export const entities = [Programme] as const
export const reactions = [] as const
export const works = [] as const

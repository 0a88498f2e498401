import { ProgrammeKept } from './events.ts'
import { KeepProgramme } from './keep-programme.ts'
import { ListProgrammes } from './list-programmes.ts'

export * from './events.ts'
export * from './keep-programme.ts'
export * from './list-programmes.ts'
export * from './model.ts'

export const operations = [ListProgrammes, KeepProgramme] as const
export const events = [ProgrammeKept] as const

import { decideSuccession } from './decide-succession.ts'
import { getSchool } from './get-school.ts'
import { listSchools } from './list-schools.ts'
import { listSuccessions } from './list-successions.ts'
import { SchoolSuccession } from './school-succession.ts'
import { settleSuccessions } from './settle-successions.ts'

export const handlers = [listSchools, getSchool, listSuccessions, decideSuccession] as const
export const entities = [SchoolSuccession] as const
export const reactions = [] as const
export const works = [settleSuccessions] as const

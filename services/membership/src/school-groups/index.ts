import { getSchoolGroup } from './get-school-group.ts'
import { listSchoolGroups } from './list-school-groups.ts'

export const handlers = [listSchoolGroups, getSchoolGroup] as const
export const entities = [] as const
export const reactions = [] as const
export const works = [] as const

import { SchoolGroupChanged, SchoolGroupRegistered, SchoolJoinedGroup, SchoolLeftGroup } from './events.ts'
import { GetSchoolGroup } from './get-school-group.ts'
import { ListSchoolGroups } from './list-school-groups.ts'

export * from './events.ts'
export * from './get-school-group.ts'
export * from './list-school-groups.ts'
export * from './model.ts'

export const operations = [ListSchoolGroups, GetSchoolGroup] as const
export const events = [SchoolGroupRegistered, SchoolGroupChanged, SchoolJoinedGroup, SchoolLeftGroup] as const

import { DecideSuccession } from './decide-succession.ts'
import {
  SchoolChanged,
  SchoolClosed,
  SchoolRegistered,
  SchoolSucceeded,
  SuccessionDeclined,
  SuccessionExpected,
  SuccessionLeftOpen,
} from './events.ts'
import { GetSchool } from './get-school.ts'
import { ListSchools } from './list-schools.ts'
import { ListSuccessions } from './list-successions.ts'

export * from './decide-succession.ts'
export * from './events.ts'
export * from './get-school.ts'
export * from './list-schools.ts'
export * from './list-successions.ts'
export * from './model.ts'
export * from './problems.ts'

export const operations = [ListSchools, GetSchool, ListSuccessions, DecideSuccession] as const
export const events = [
  SchoolRegistered,
  SchoolChanged,
  SchoolClosed,
  SchoolSucceeded,
  SuccessionExpected,
  SuccessionLeftOpen,
  SuccessionDeclined,
] as const

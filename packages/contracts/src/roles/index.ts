/** All that roles can hear and say. */
import { service } from '../define.ts'
import { operating } from '../operating.ts'
import * as appointments from './appointments/index.ts'
import * as ledger from './ledger/index.ts'
import * as roleDefinitions from './role-definitions/index.ts'
import * as vacancies from './vacancies/index.ts'

export * from './appointments/index.ts'
export * from './ledger/index.ts'
export * from './role-definitions/index.ts'
export * from './vacancies/index.ts'

export const operations = [
  ...roleDefinitions.operations,
  ...vacancies.operations,
  ...appointments.operations,
  ...ledger.operations,
  ...operating('roles').operations,
] as const

export const events = [...roleDefinitions.events, ...vacancies.events, ...appointments.events, ...ledger.events] as const

export const roles = service('roles', {
  summary: 'Leadership across schools: roles, who holds them, the time they are given, and how leadership is distributed.',
  operations,
  events,
})

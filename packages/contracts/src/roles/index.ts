/** All that roles can hear and say. */
import { service } from '../define.ts'
import { operating } from '../operating.ts'
import * as appointments from './appointments/index.ts'
import * as bulk from './bulk/index.ts'
import * as distribution from './distribution/index.ts'
import * as leadershipGroups from './leadership-groups/index.ts'
import * as ledger from './ledger/index.ts'
import * as roleDefinitions from './role-definitions/index.ts'
import * as vacancies from './vacancies/index.ts'

export * from './appointments/index.ts'
export * from './bulk/index.ts'
export * from './distribution/index.ts'
export * from './leadership-groups/index.ts'
export * from './ledger/index.ts'
export * from './role-definitions/index.ts'
export * from './vacancies/index.ts'

export const operations = [
  ...roleDefinitions.operations,
  ...vacancies.operations,
  ...appointments.operations,
  ...ledger.operations,
  ...leadershipGroups.operations,
  ...distribution.operations,
  ...bulk.operations,
  ...operating('roles').operations,
] as const

export const events = [
  ...roleDefinitions.events,
  ...vacancies.events,
  ...appointments.events,
  ...ledger.events,
  ...leadershipGroups.events,
  ...bulk.events,
] as const

export const roles = service('roles', {
  summary: 'Leadership across schools: roles, who holds them, the time they are given, and how leadership is distributed.',
  operations,
  events,
})

/** The table of contents of roles. */
import { roles as contract } from '@nlc/contracts/roles'
import * as known from '@nlc/known'
import { defineService } from '@nlc/runtime'
import * as appointments from './appointments/index.ts'
import * as bulk from './bulk/index.ts'
import * as distribution from './distribution/index.ts'
import * as leadershipGroups from './leadership-groups/index.ts'
import * as ledger from './ledger/index.ts'
import * as roleDefinitions from './role-definitions/index.ts'
import * as vacancies from './vacancies/index.ts'

/** The copies first: whoever else reacts to the same event finds them as it left them. */
const aggregates = [known, appointments, roleDefinitions, vacancies, ledger, leadershipGroups, distribution, bulk] as const

export const roles = defineService(contract, {
  migrations: [known.migrations, new URL('../migrations/', import.meta.url)],
  handlers: aggregates.flatMap(({ handlers }) => [...handlers]),
  entities: aggregates.flatMap(({ entities }) => [...entities]),
  reactions: aggregates.flatMap(({ reactions }) => [...reactions]),
  works: aggregates.flatMap(({ works }) => [...works]),
})

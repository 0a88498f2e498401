/** The table of contents of membership. */
import { membership as contract } from '@nlc/contracts/membership'
import { defineService } from '@nlc/runtime'
import * as agreements from './agreements/index.ts'
import * as applications from './applications/index.ts'
import * as employments from './employments/index.ts'
import * as governanceTerms from './governance-terms/index.ts'
import * as localAuthorities from './local-authorities/index.ts'
import * as networkMemberships from './network-memberships/index.ts'
import * as networks from './networks/index.ts'
import * as partnerOrganisations from './partner-organisations/index.ts'
import * as people from './people/index.ts'
import * as programmes from './programmes/index.ts'
import * as registerImports from './register-imports/index.ts'
import * as schoolGroups from './school-groups/index.ts'
import * as schools from './schools/index.ts'
import * as sharingAgreements from './sharing-agreements/index.ts'
import * as signatories from './signatories/index.ts'
import * as staffMatches from './staff-matches/index.ts'
import * as staffReturns from './staff-returns/index.ts'

const aggregates = [
  schools,
  registerImports,
  localAuthorities,
  schoolGroups,
  partnerOrganisations,
  people,
  employments,
  governanceTerms,
  staffReturns,
  signatories,
  programmes,
  applications,
  networks,
  agreements,
  networkMemberships,
  sharingAgreements,
  staffMatches,
] as const

export const membership = defineService(contract, {
  migrations: [new URL('../migrations/', import.meta.url)],
  handlers: aggregates.flatMap(({ handlers }) => [...handlers]),
  entities: aggregates.flatMap(({ entities }) => [...entities]),
  reactions: aggregates.flatMap(({ reactions }) => [...reactions]),
  works: aggregates.flatMap(({ works }) => [...works]),
})

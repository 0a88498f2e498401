/** All that membership can hear and say. */
import { service } from '../define.ts'
import { operating } from '../operating.ts'
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

export * from './agreements/index.ts'
export * from './applications/index.ts'
export * from './employments/index.ts'
export * from './governance-terms/index.ts'
export * from './local-authorities/index.ts'
export * from './network-memberships/index.ts'
export * from './networks/index.ts'
export * from './partner-organisations/index.ts'
export * from './people/index.ts'
export * from './programmes/index.ts'
export * from './register-imports/index.ts'
export * from './school-groups/index.ts'
export * from './schools/index.ts'
export * from './sharing-agreements/index.ts'
export * from './signatories/index.ts'
export * from './staff-matches/index.ts'
export * from './staff-returns/index.ts'

export const operations = [
  ...schools.operations,
  ...registerImports.operations,
  ...localAuthorities.operations,
  ...schoolGroups.operations,
  ...partnerOrganisations.operations,
  ...people.operations,
  ...employments.operations,
  ...governanceTerms.operations,
  ...staffReturns.operations,
  ...signatories.operations,
  ...programmes.operations,
  ...applications.operations,
  ...networks.operations,
  ...agreements.operations,
  ...networkMemberships.operations,
  ...sharingAgreements.operations,
  ...staffMatches.operations,
  ...operating('membership').operations,
] as const

export const events = [
  ...schools.events,
  ...registerImports.events,
  ...localAuthorities.events,
  ...schoolGroups.events,
  ...partnerOrganisations.events,
  ...people.events,
  ...employments.events,
  ...governanceTerms.events,
  ...staffReturns.events,
  ...signatories.events,
  ...programmes.events,
  ...applications.events,
  ...networks.events,
  ...agreements.events,
  ...networkMemberships.events,
  ...sharingAgreements.events,
  ...staffMatches.events,
] as const

export const membership = service('membership', {
  summary: 'Schools and their staff, networks and who belongs to them, and what may be shared with whom.',
  operations,
  events,
})

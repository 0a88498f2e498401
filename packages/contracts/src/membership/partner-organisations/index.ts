import { ChangePartnerOrganisation } from './change-partner-organisation.ts'
import { ClosePartnerOrganisation } from './close-partner-organisation.ts'
import { PartnerOrganisationChanged, PartnerOrganisationClosed, PartnerOrganisationRegistered } from './events.ts'
import { GetPartnerOrganisation } from './get-partner-organisation.ts'
import { ListPartnerOrganisations } from './list-partner-organisations.ts'
import { RegisterPartnerOrganisation } from './register-partner-organisation.ts'

export * from './change-partner-organisation.ts'
export * from './close-partner-organisation.ts'
export * from './events.ts'
export * from './get-partner-organisation.ts'
export * from './list-partner-organisations.ts'
export * from './model.ts'
export * from './problems.ts'
export * from './register-partner-organisation.ts'

export const operations = [
  RegisterPartnerOrganisation,
  ChangePartnerOrganisation,
  ClosePartnerOrganisation,
  GetPartnerOrganisation,
  ListPartnerOrganisations,
] as const
export const events = [PartnerOrganisationRegistered, PartnerOrganisationChanged, PartnerOrganisationClosed] as const

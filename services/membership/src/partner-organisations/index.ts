import { changePartnerOrganisation } from './change-partner-organisation.ts'
import { closePartnerOrganisation } from './close-partner-organisation.ts'
import { getPartnerOrganisation } from './get-partner-organisation.ts'
import { listPartnerOrganisations } from './list-partner-organisations.ts'
import { PartnerOrganisation } from './partner-organisation.ts'
import { registerPartnerOrganisation } from './register-partner-organisation.ts'

export const handlers = [
  registerPartnerOrganisation,
  changePartnerOrganisation,
  closePartnerOrganisation,
  getPartnerOrganisation,
  listPartnerOrganisations,
] as const
export const entities = [PartnerOrganisation] as const
export const reactions = [] as const
export const works = [] as const

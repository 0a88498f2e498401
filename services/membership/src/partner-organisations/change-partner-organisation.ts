import {
  ChangePartnerOrganisation,
  NoSuchPartnerOrganisation,
  PartnerOrganisationChanged,
  PartnerOrganisationEnded,
  UkprnTaken,
  UnknownLaCode,
} from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { onlyNationalBody } from '../register-imports/only-national-body.ts'
import { searchName } from '../schools/search-name.ts'
import { PartnerOrganisation } from './partner-organisation.ts'
import { readPartnerOrganisation } from './read-partner-organisations.ts'
import { told } from './told-organisation.ts'

export const changePartnerOrganisation = handle(
  ChangePartnerOrganisation,
  async ({ organisationId, ...changes }, { em, sql, caller, emit, fail, checkVersion }) => {
    onlyNationalBody(caller)
    const organisation = (await em.findOne(PartnerOrganisation, organisationId)) ?? fail(NoSuchPartnerOrganisation)
    checkVersion(organisation)
    if (organisation.hasEnded()) fail(PartnerOrganisationEnded)

    const before = organisation.version
    em.assign(organisation, changes)
    organisation.searchName = searchName(organisation.name)
    await em.flush()
    if (organisation.version !== before) emit(PartnerOrganisationChanged, told(organisation))
    return readPartnerOrganisation(sql, organisationId)
  },
  { constraints: { partner_organisation_ukprn: UkprnTaken, partner_organisation_la_code_fkey: UnknownLaCode } },
)

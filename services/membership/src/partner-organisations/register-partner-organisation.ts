import { PartnerOrganisationRegistered, RegisterPartnerOrganisation, UkprnTaken, UnknownLaCode } from '@nlc/contracts/membership'
import { handle, newId } from '@nlc/runtime'
import { onlyNationalBody } from '../register-imports/only-national-body.ts'
import { searchName } from '../schools/search-name.ts'
import { PartnerOrganisation } from './partner-organisation.ts'
import { readPartnerOrganisation } from './read-partner-organisations.ts'
import { told } from './told-organisation.ts'

export const registerPartnerOrganisation = handle(
  RegisterPartnerOrganisation,
  async ({ name, kind, ukprn, website, laCode, firstDay }, { em, sql, caller, today, emit }) => {
    onlyNationalBody(caller)
    const organisation = em.create(PartnerOrganisation, {
      id: newId(),
      name,
      searchName: searchName(name),
      kind,
      ukprn: ukprn ?? null,
      website: website ?? null,
      laCode: laCode ?? null,
      firstDay: firstDay ?? today,
      lastDay: null,
    })
    em.persist(organisation)
    await em.flush()
    emit(PartnerOrganisationRegistered, told(organisation))
    return readPartnerOrganisation(sql, organisation.id)
  },
  { constraints: { partner_organisation_ukprn: UkprnTaken, partner_organisation_la_code_fkey: UnknownLaCode } },
)

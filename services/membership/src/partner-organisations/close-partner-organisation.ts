import {
  ClosePartnerOrganisation,
  LastDayBeforeFirst,
  NoSuchPartnerOrganisation,
  PartnerOrganisationClosed,
  PartnerOrganisationEnded,
} from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { onlyNationalBody } from '../register-imports/only-national-body.ts'
import { PartnerOrganisation } from './partner-organisation.ts'
import { readPartnerOrganisation } from './read-partner-organisations.ts'
import { told } from './told-organisation.ts'

export const closePartnerOrganisation = handle(
  ClosePartnerOrganisation,
  async ({ organisationId, lastDay: asked }, { em, sql, caller, today, emit, fail, checkVersion }) => {
    onlyNationalBody(caller)
    const organisation = (await em.findOne(PartnerOrganisation, organisationId)) ?? fail(NoSuchPartnerOrganisation)
    checkVersion(organisation)
    if (organisation.hasEnded()) fail(PartnerOrganisationEnded)
    const lastDay = asked ?? today
    const { firstDay } = organisation
    if (lastDay < firstDay) fail(LastDayBeforeFirst, { firstDay })

    organisation.end(lastDay)
    await em.flush()
    emit(PartnerOrganisationClosed, { ...told(organisation), lastDay })
    return readPartnerOrganisation(sql, organisationId)
  },
)

import type { PartnerOrganisation } from './partner-organisation.ts'

/** What events tell of a partner organisation. */
export const told = ({ id, name, kind, ukprn, laCode, firstDay }: PartnerOrganisation) => ({
  organisationId: id,
  name,
  kind,
  ukprn: ukprn ?? undefined,
  laCode: laCode ?? undefined,
  firstDay,
})

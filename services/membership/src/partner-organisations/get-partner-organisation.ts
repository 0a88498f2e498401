import { GetPartnerOrganisation, NoSuchPartnerOrganisation } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { readPartnerOrganisations } from './read-partner-organisations.ts'

export const getPartnerOrganisation = handle(GetPartnerOrganisation, async ({ organisationId }, { sql: db, fail }) => {
  const [found] = await readPartnerOrganisations(db, sql`where o.id = ${organisationId}`)
  return found ?? fail(NoSuchPartnerOrganisation)
})

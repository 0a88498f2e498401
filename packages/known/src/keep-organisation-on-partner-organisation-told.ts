import type { DataOf } from '@nlc/contracts/define'
import { PartnerOrganisationChanged, PartnerOrganisationClosed, PartnerOrganisationRegistered } from '@nlc/contracts/membership'
import { type ReactionContext, react } from '@nlc/runtime'
import { sql } from 'kysely'

type Told = DataOf<typeof PartnerOrganisationRegistered> & { readonly lastDay?: string }

async function keep(organisation: Told, { sql: db }: Pick<ReactionContext<never>, 'sql'>): Promise<void> {
  const { organisationId, kind, laCode, firstDay, lastDay } = organisation
  await sql`
    insert into known_partner_organisation (id, kind, la_code, first_day, last_day)
    values (${organisationId}, ${kind}, ${laCode ?? null}, ${firstDay}, ${lastDay ?? null})
    on conflict (id) do update set kind = excluded.kind, la_code = excluded.la_code, first_day = excluded.first_day,
      last_day = excluded.last_day`.execute(db)
}

export const keepOrganisationOnPartnerOrganisationRegistered = react(
  'known.keep-organisation-registered',
  { on: PartnerOrganisationRegistered },
  keep,
)
export const keepOrganisationOnPartnerOrganisationChanged = react(
  'known.keep-organisation-changed',
  { on: PartnerOrganisationChanged },
  keep,
)
export const keepOrganisationOnPartnerOrganisationClosed = react('known.keep-organisation-closed', { on: PartnerOrganisationClosed }, keep)

import { defineEntity, p } from '@mikro-orm/core'

export type PartnerKind = 'hei' | 'agency' | 'community-group' | 'charity' | 'employer' | 'public-body' | 'other'

const PartnerOrganisationSchema = defineEntity({
  name: 'PartnerOrganisation',
  tableName: 'partner_organisation',
  properties: {
    id: p.uuid().primary(),
    version: p.integer().version(),
    name: p.string(),
    searchName: p.string(),
    kind: p.string().$type<PartnerKind>(),
    ukprn: p.string().nullable(),
    website: p.string().nullable(),
    laCode: p.string().nullable(),
    firstDay: p.date(),
    lastDay: p.date().nullable(),
  },
})

/** An organisation that is no school. */
export class PartnerOrganisation extends PartnerOrganisationSchema.class {
  hasEnded(): boolean {
    return this.lastDay != null
  }

  end(lastDay: string): void {
    this.lastDay = lastDay
  }
}
PartnerOrganisationSchema.setClass(PartnerOrganisation)

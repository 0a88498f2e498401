import { defineEntity, p } from '@mikro-orm/core'

/** That an interest lapsed follows from its vacancy, or its network. */
export type InterestState = 'nominated' | 'expressed' | 'declined' | 'withdrawn' | 'taken-up'
export const standing: InterestState[] = ['nominated', 'expressed']

const InterestSchema = defineEntity({
  name: 'Interest',
  tableName: 'role_interest',
  properties: {
    id: p.uuid().primary(),
    version: p.integer().version(),
    networkId: p.uuid(),
    personId: p.uuid(),
    vacancyId: p.uuid().nullable(),
    roleCodes: p.array(),
    subject: p.string().nullable(),
    note: p.string().nullable(),
    state: p.string().$type<InterestState>(),
    nominated: p.boolean(),
    nominatedBy: p.uuid().nullable(),
    appointmentId: p.uuid().nullable(),
    expressedAt: p.datetime().nullable(),
    notedAt: p.datetime(),
  },
})

export class Interest extends InterestSchema.class {
  agree(now: Date): void {
    this.state = 'expressed'
    this.expressedAt = now
  }

  takeUp(appointmentId: string): void {
    this.state = 'taken-up'
    this.appointmentId = appointmentId
  }
}
InterestSchema.setClass(Interest)

/** What events say of one. */
export const told = ({ id, networkId, personId, vacancyId, roleCodes }: Interest) => ({
  interestId: id,
  networkId,
  personId,
  vacancyId: vacancyId ?? undefined,
  roleCodes: [...roleCodes],
})

import { defineEntity, p } from '@mikro-orm/core'

const PersonMembershipSchema = defineEntity({
  name: 'PersonMembership',
  tableName: 'network_person',
  properties: {
    id: p.uuid().primary(),
    networkId: p.uuid(),
    personId: p.uuid(),
    firstDay: p.date(),
    lastDay: p.date().nullable(),
    version: p.integer().version(),
  },
})

/** A person in a professional network. */
export class PersonMembership extends PersonMembershipSchema.class {
  leave(lastDay: string): void {
    this.lastDay = lastDay
  }
}
PersonMembershipSchema.setClass(PersonMembership)

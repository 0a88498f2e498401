import { defineEntity, p } from '@mikro-orm/core'

export type LeavingReason =
  | 'at-its-own-wish'
  | 'commitment'
  | 'joins-another-network'
  | 'agreement-refused'
  | 'school-closed'
  | 'school-succeeded'
  | 'network-dissolved'
  | 'other'
export type LapseReason = 'declined' | 'taken-back' | 'left-out-of-agreement' | 'school-closed' | 'school-succeeded' | 'network-dissolved'

const SchoolMembershipSchema = defineEntity({
  name: 'SchoolMembership',
  tableName: 'network_school',
  properties: {
    id: p.uuid().primary(),
    networkId: p.uuid(),
    urn: p.string(),
    founding: p.boolean(),
    state: p.string().$type<'invited' | 'lapsed' | 'joined'>(),
    invitedAt: p.datetime(),
    firstDay: p.date().nullable(),
    lastDay: p.date().nullable(),
    leavingReason: p.string().$type<LeavingReason>().nullable(),
    lapseReason: p.string().$type<LapseReason>().nullable(),
    version: p.integer().version(),
  },
})

export class SchoolMembership extends SchoolMembershipSchema.class {
  stateOn(day: string): 'invited' | 'lapsed' | 'joined' | 'left' {
    return this.lastDay != null && this.lastDay < day ? 'left' : this.state
  }

  join(firstDay: string): void {
    this.state = 'joined'
    this.firstDay = firstDay
  }

  lapse(reason: LapseReason): void {
    this.state = 'lapsed'
    this.lapseReason = reason
    this.firstDay = null
    this.lastDay = null
    this.leavingReason = null
  }

  leave(lastDay: string, reason: LeavingReason): void {
    this.lastDay = lastDay
    this.leavingReason = reason
  }
}
SchoolMembershipSchema.setClass(SchoolMembership)

import { defineEntity, p } from '@mikro-orm/core'

export type CoLeadershipEndReason =
  | 'stepped-down'
  | 'replaced'
  | 'left-school'
  | 'school-left-network'
  | 'network-dissolved'
  | 'merged-duplicate'

const CoLeaderSchema = defineEntity({
  name: 'CoLeader',
  tableName: 'network_co_leader',
  properties: {
    id: p.uuid().primary(),
    networkId: p.uuid(),
    personId: p.uuid(),
    urn: p.string().nullable(),
    firstDay: p.date(),
    lastDay: p.date().nullable(),
    reason: p.string().$type<CoLeadershipEndReason>().nullable(),
  },
})

export class CoLeader extends CoLeaderSchema.class {
  end(lastDay: string, reason: CoLeadershipEndReason): void {
    this.lastDay = lastDay
    this.reason = reason
  }
}
CoLeaderSchema.setClass(CoLeader)

const CoLeaderVacancySchema = defineEntity({
  name: 'CoLeaderVacancy',
  tableName: 'co_leader_vacancy',
  properties: {
    id: p.uuid().primary(),
    networkId: p.uuid(),
    coLeaderId: p.uuid(),
    sinceDay: p.date(),
    replaceBy: p.date(),
    closedAt: p.datetime().nullable(),
    reportedAt: p.datetime().nullable(),
  },
})

/** The place of a co-leader who left. */
export class CoLeaderVacancy extends CoLeaderVacancySchema.class {}
CoLeaderVacancySchema.setClass(CoLeaderVacancy)

import { defineEntity, p } from '@mikro-orm/core'

export type NetworkKind = 'school-network' | 'professional-network'
export type LearningLevel = 'pupil' | 'adult' | 'leadership' | 'school-wide' | 'school-to-school' | 'network-to-network'
export type NetworkState = 'forming' | 'active' | 'sustaining' | 'suspended' | 'dissolved'
export type SuspensionReason = 'co-leaders-not-replaced' | 'agreement-lapsed' | 'too-few-schools' | 'concern-under-inquiry' | 'other'
export type DissolutionReason = 'completed' | 'merged-into-another' | 'too-few-schools' | 'at-its-own-wish' | 'terms-not-kept' | 'other'

const NetworkSchema = defineEntity({
  name: 'Network',
  tableName: 'network',
  properties: {
    id: p.uuid().primary(),
    kind: p.string().$type<NetworkKind>(),
    programmeCode: p.string(),
    funded: p.boolean(),
    name: p.string(),
    focus: p.string(),
    learningLevels: p.array().$type<LearningLevel[]>(),
    state: p.string().$type<NetworkState>(),
    suspendedIn: p.string().$type<'forming' | 'active' | 'sustaining'>().nullable(),
    suspensionReason: p.string().$type<SuspensionReason>().nullable(),
    dissolutionReason: p.string().$type<DissolutionReason>().nullable(),
    applicationId: p.uuid(),
    activeFrom: p.date().nullable(),
    dissolvedOn: p.date().nullable(),
    formedAt: p.datetime(),
    version: p.integer().version(),
  },
})

export class Network extends NetworkSchema.class {
  /** States in which people and schools come and go. */
  static readonly running: readonly NetworkState[] = ['active', 'sustaining']
  static readonly open: readonly NetworkState[] = ['forming', 'active', 'sustaining']
  static readonly undissolved: readonly NetworkState[] = ['forming', 'active', 'sustaining', 'suspended']

  activate(day: string): void {
    this.state = 'active'
    this.activeFrom = day
  }

  sustain(): void {
    this.state = 'sustaining'
  }

  suspend(reason: SuspensionReason): void {
    this.suspendedIn = this.state as 'forming' | 'active' | 'sustaining'
    this.suspensionReason = reason
    this.state = 'suspended'
  }

  /** @returns the state in which it goes on. */
  resume(): 'forming' | 'active' | 'sustaining' {
    const state = this.suspendedIn!
    this.state = state
    this.suspendedIn = null
    this.suspensionReason = null
    return state
  }

  dissolve(reason: DissolutionReason, lastDay: string): void {
    this.state = 'dissolved'
    this.suspendedIn = null
    this.suspensionReason = null
    this.dissolutionReason = reason
    this.dissolvedOn = lastDay
  }
}
NetworkSchema.setClass(Network)

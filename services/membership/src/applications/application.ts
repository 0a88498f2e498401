import { defineEntity, p } from '@mikro-orm/core'

export type ApplicationState = 'draft' | 'submitted' | 'under-review' | 'returned' | 'approved' | 'declined' | 'withdrawn'
export type LearningLevel = 'pupil' | 'adult' | 'leadership' | 'school-wide' | 'school-to-school' | 'network-to-network'
export type DeclineReason = 'focus-not-on-learning' | 'commitment-unclear' | 'places-taken' | 'belongs-with-another-network' | 'other'
export type MissingPart = 'focus' | 'learning-levels' | 'schools' | 'co-leaders' | 'other'

/** A co-leader as an application names one: by the id and through the school that its writer gave. */
export interface NamedCoLeader {
  readonly personId: string
  readonly urn?: string
}

/** As it is kept: ids as the database writes them. */
export const namedCoLeader = ({ personId, urn }: { personId: string; urn?: string | undefined }): NamedCoLeader => ({
  personId: personId.toLowerCase(),
  ...(urn !== undefined && { urn }),
})

const ApplicationSchema = defineEntity({
  name: 'Application',
  tableName: 'application',
  properties: {
    id: p.uuid().primary(),
    programmeCode: p.string(),
    kind: p.string().$type<'school-network' | 'professional-network'>(),
    name: p.string(),
    focus: p.string(),
    learningLevels: p.array().$type<LearningLevel[]>(),
    schools: p.array(),
    coLeaders: p.json<readonly NamedCoLeader[]>(),
    applicantId: p.uuid(),
    state: p.string().$type<ApplicationState>(),
    submittedAt: p.datetime().nullable(),
    decidedAt: p.datetime().nullable(),
    funded: p.boolean().nullable(),
    reason: p.string().$type<DeclineReason>().nullable(),
    missing: p.array().$type<MissingPart[]>().nullable(),
    words: p.string().nullable(),
    networkId: p.uuid().nullable(),
    version: p.integer().version(),
  },
})

export class Application extends ApplicationSchema.class {
  /** States in which the applicant may write, and in which the national body may decide. */
  static readonly writable: readonly ApplicationState[] = ['draft', 'returned']
  static readonly decidable: readonly ApplicationState[] = ['submitted', 'under-review']
  static readonly undecided: readonly ApplicationState[] = [...Application.writable, ...Application.decidable]

  submit(at: Date): void {
    this.state = 'submitted'
    this.submittedAt = at
  }

  takeUp(): void {
    this.state = 'under-review'
  }

  withdraw(): void {
    this.state = 'withdrawn'
  }

  approve(funded: boolean, networkId: string, words: string | undefined, at: Date): void {
    this.state = 'approved'
    this.funded = funded
    this.networkId = networkId
    this.missing = null
    this.words = words ?? null
    this.decidedAt = at
  }

  decline(reason: DeclineReason, words: string | undefined, at: Date): void {
    this.state = 'declined'
    this.reason = reason
    this.missing = null
    this.words = words ?? null
    this.decidedAt = at
  }

  return(missing: readonly MissingPart[], words: string | undefined): void {
    this.state = 'returned'
    this.missing = [...missing]
    this.words = words ?? null
  }
}
ApplicationSchema.setClass(Application)

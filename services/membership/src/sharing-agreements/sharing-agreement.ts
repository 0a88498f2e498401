import { defineEntity, p } from '@mikro-orm/core'

export type SharingState = 'offered' | 'in-force' | 'withdrawing' | 'withdrawn' | 'expired'
export type LawfulBasis = 'consent' | 'contract' | 'legal-obligation' | 'vital-interests' | 'public-task' | 'legitimate-interests'
export type DataClass = 'schools-memberships' | 'people' | 'employments' | 'roles' | 'activities' | 'cover' | 'recognition'
export type ExpiryReason = 'end-date' | 'renewed' | 'school-succeeded' | 'not-signed'
export type Controller = { readonly kind: 'school' | 'trust'; readonly reference: string }

/** What was signed, as it was signed. */
export interface SharingReceipt {
  readonly agreementId: string
  readonly clientId: string
  readonly controller: Controller
  readonly purpose: string
  readonly lawfulBasis: LawfulBasis
  readonly dataClasses: readonly DataClass[]
  readonly reviewDay: string
  readonly lastDay: string
  readonly signatoryId: string
  readonly signedAt: string
  readonly digest: string
}

const SharingAgreementSchema = defineEntity({
  name: 'SharingAgreement',
  tableName: 'sharing_agreement',
  properties: {
    id: p.uuid().primary(),
    clientId: p.string(),
    urn: p.string().nullable(),
    groupId: p.uuid().nullable(),
    purpose: p.string(),
    lawfulBasis: p.string().$type<LawfulBasis>(),
    dataClasses: p.array().$type<DataClass[]>(),
    reviewDay: p.date(),
    lastDay: p.date(),
    state: p.string().$type<SharingState>(),
    offeredAt: p.datetime(),
    signatoryId: p.uuid().nullable(),
    signedAt: p.datetime().nullable(),
    withdrawnAt: p.datetime().nullable(),
    expiryReason: p.string().$type<ExpiryReason>().nullable(),
    inPlaceOf: p.uuid().nullable(),
    heldUntil: p.date().nullable(),
    receipt: p.json<SharingReceipt>().nullable(),
    version: p.integer().version(),
  },
})

export class SharingAgreement extends SharingAgreementSchema.class {
  sign(signatoryId: string, at: Date, digest: (receipt: Omit<SharingReceipt, 'digest'>) => string): void {
    const { id: agreementId, clientId, purpose, lawfulBasis, dataClasses, reviewDay, lastDay } = this
    const terms = { clientId, controller: controllerOf(this), purpose, lawfulBasis, dataClasses: [...dataClasses], reviewDay, lastDay }
    const signed = { agreementId, ...terms, signatoryId, signedAt: at.toISOString() }
    this.state = 'in-force'
    this.signatoryId = signatoryId
    this.signedAt = at
    this.receipt = { ...signed, digest: digest(signed) }
  }

  /** From what is in force; an offer has no doors to close and is `withdrawn` at once. */
  withdraw(at: Date): void {
    if (this.state === 'in-force') this.state = 'withdrawing'
    else this.doorsClosed(at)
  }

  doorsClosed(at: Date): void {
    this.state = 'withdrawn'
    this.withdrawnAt = at
  }

  expire(reason: ExpiryReason): void {
    this.state = 'expired'
    this.expiryReason = reason
  }
}
SharingAgreementSchema.setClass(SharingAgreement)

export const controllerOf = ({ urn, groupId }: Pick<SharingAgreement, 'urn' | 'groupId'>): Controller =>
  urn != null ? { kind: 'school', reference: urn } : { kind: 'trust', reference: groupId! }

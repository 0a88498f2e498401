import { defineEntity, p } from '@mikro-orm/core'

export type AgreementState = 'drafted' | 'issued' | 'partially-signed' | 'in-force' | 'blocked' | 'superseded'
export type RefusalReason = 'commitment-unequal' | 'terms' | 'time-and-staffing' | 'joins-another-network' | 'governors-decided' | 'other'

const AgreementSchema = defineEntity({
  name: 'Agreement',
  tableName: 'agreement',
  properties: {
    id: p.uuid().primary(),
    networkId: p.uuid(),
    number: p.integer(),
    text: p.string(),
    state: p.string().$type<AgreementState>(),
    issuedAt: p.datetime().nullable(),
    firstDay: p.date().nullable(),
    lastDay: p.date().nullable(),
    supersededBy: p.uuid().nullable(),
    // Counts what parties were asked and answered, so that the version moves with them.
    partyChanges: p.integer(),
    version: p.integer().version(),
  },
})

export class Agreement extends AgreementSchema.class {
  /** States in which schools answer. A blocked one still takes refusals, never a signature. */
  static readonly signable: readonly AgreementState[] = ['issued', 'partially-signed', 'in-force']
  static readonly refusable: readonly AgreementState[] = ['issued', 'partially-signed', 'blocked', 'in-force']

  issue(at: Date): void {
    this.state = 'issued'
    this.issuedAt = at
  }

  signed(): void {
    this.partyChanges += 1
    if (this.state === 'issued') this.state = 'partially-signed'
  }

  /** One in force stays so: who refuses then is a school that came in place of one that had signed. */
  refused(): void {
    this.partyChanges += 1
    if (this.state !== 'in-force') this.state = 'blocked'
  }

  asked(): void {
    this.partyChanges += 1
  }

  putInForce(firstDay: string, lastDay: string): void {
    this.state = 'in-force'
    this.firstDay = firstDay
    this.lastDay = lastDay
  }

  /** @param by the next version; none where the network was dissolved. @param lastDay of one that was in force. */
  supersede(by: string | null, lastDay: string): void {
    if (this.state === 'in-force' && lastDay < this.lastDay!) this.lastDay = lastDay < this.firstDay! ? this.firstDay : lastDay
    this.state = 'superseded'
    this.supersededBy = by
  }
}
AgreementSchema.setClass(Agreement)

const AgreementPartySchema = defineEntity({
  name: 'AgreementParty',
  tableName: 'agreement_party',
  properties: {
    agreementId: p.uuid().primary(),
    urn: p.string().primary(),
    answer: p.string().$type<'asked' | 'signed' | 'refused'>(),
    signatoryId: p.uuid().nullable(),
    answeredAt: p.datetime().nullable(),
    reason: p.string().$type<RefusalReason>().nullable(),
    words: p.string().nullable(),
    signBy: p.date().nullable(),
    succeededBy: p.string().nullable(),
  },
})

/** A school that an agreement names. What it answered stands for ever; the database holds to that. */
export class AgreementParty extends AgreementPartySchema.class {
  sign(signatoryId: string, at: Date): void {
    this.answer = 'signed'
    this.signatoryId = signatoryId
    this.answeredAt = at
  }

  refuse(signatoryId: string, reason: RefusalReason, words: string | undefined, at: Date): void {
    this.answer = 'refused'
    this.signatoryId = signatoryId
    this.answeredAt = at
    this.reason = reason
    this.words = words ?? null
  }
}
AgreementPartySchema.setClass(AgreementParty)

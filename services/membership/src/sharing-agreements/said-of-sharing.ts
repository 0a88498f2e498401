import { controllerOf, type SharingAgreement } from './sharing-agreement.ts'

/** What every event about an agreement carries. */
export const subjectOf = (agreement: SharingAgreement) => ({
  agreementId: agreement.id,
  clientId: agreement.clientId,
  controller: controllerOf(agreement),
})

export const termsOf = ({ lawfulBasis, dataClasses, reviewDay, lastDay }: SharingAgreement) => ({
  lawfulBasis,
  dataClasses,
  reviewDay,
  lastDay,
})

import { endSharingOnDoorsClosed } from './end-sharing-on-doors-closed.ts'
import { expireSharing } from './expire-sharing.ts'
import { getSharing } from './get-sharing.ts'
import { getSharingReceipt } from './get-sharing-receipt.ts'
import { lapseHeldOffer } from './lapse-held-offer.ts'
import { leavePersonOut } from './leave-person-out.ts'
import { listLeftOut } from './list-left-out.ts'
import { listSharing } from './list-sharing.ts'
import { offerSharing } from './offer-sharing.ts'
import { offerSharingToSuccessor } from './offer-sharing-to-successor.ts'
import { SharingAgreement } from './sharing-agreement.ts'
import { signSharing } from './sign-sharing.ts'
import { takePersonIn } from './take-person-in.ts'
import { withdrawSharing } from './withdraw-sharing.ts'

export const handlers = [
  offerSharing,
  signSharing,
  withdrawSharing,
  listSharing,
  getSharing,
  getSharingReceipt,
  leavePersonOut,
  takePersonIn,
  listLeftOut,
] as const
export const entities = [SharingAgreement] as const
export const reactions = [endSharingOnDoorsClosed] as const
export const works = [expireSharing, offerSharingToSuccessor, lapseHeldOffer] as const

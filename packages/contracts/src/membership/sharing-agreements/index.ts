import {
  PersonLeftOut,
  PersonTakenIn,
  SharingExpired,
  SharingInForce,
  SharingOffered,
  SharingWithdrawing,
  SharingWithdrawn,
} from './events.ts'
import { GetSharing } from './get-sharing.ts'
import { GetSharingReceipt } from './get-sharing-receipt.ts'
import { LeavePersonOut } from './leave-person-out.ts'
import { ListLeftOut } from './list-left-out.ts'
import { ListSharing } from './list-sharing.ts'
import { OfferSharing } from './offer-sharing.ts'
import { SignSharing } from './sign-sharing.ts'
import { TakePersonIn } from './take-person-in.ts'
import { WithdrawSharing } from './withdraw-sharing.ts'

export * from './events.ts'
export * from './get-sharing.ts'
export * from './get-sharing-receipt.ts'
export * from './leave-person-out.ts'
export * from './list-left-out.ts'
export * from './list-sharing.ts'
export * from './model.ts'
export * from './offer-sharing.ts'
export * from './problems.ts'
export * from './sign-sharing.ts'
export * from './take-person-in.ts'
export * from './withdraw-sharing.ts'

export const operations = [
  OfferSharing,
  SignSharing,
  WithdrawSharing,
  ListSharing,
  GetSharing,
  GetSharingReceipt,
  LeavePersonOut,
  TakePersonIn,
  ListLeftOut,
] as const
export const events = [
  SharingOffered,
  SharingInForce,
  SharingWithdrawing,
  SharingWithdrawn,
  SharingExpired,
  PersonLeftOut,
  PersonTakenIn,
] as const

import { HostingOffered, HostOfferRevised, HostOfferWithdrawn } from './events.ts'
import { OfferHosting, ReviseHostOffer, WithdrawHostOffer } from './keep-host-offers.ts'
import { GetHostOffer, ListHostOffers } from './read-host-offers.ts'

export * from './events.ts'
export * from './keep-host-offers.ts'
export * from './model.ts'
export * from './problems.ts'
export * from './read-host-offers.ts'

export const operations = [OfferHosting, ReviseHostOffer, WithdrawHostOffer, GetHostOffer, ListHostOffers] as const
export const events = [HostingOffered, HostOfferRevised, HostOfferWithdrawn] as const

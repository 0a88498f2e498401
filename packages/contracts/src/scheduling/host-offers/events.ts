import { event } from '../../define.ts'
import { HostOffer, HostOfferEndReason, HostOfferId } from './model.ts'

const about = { 'host-offer': 'hostOfferId' } as const
const { id: _, version: __, state: ___, endReason: ____, offeredAt: _____, ...terms } = HostOffer.properties
const offer = { hostOfferId: HostOfferId, ...terms }

export const HostingOffered = event('scheduling.hosting-offered', {
  summary: 'A school offers to host what its network does.',
  about,
  data: offer,
})

export const HostOfferRevised = event('scheduling.host-offer-revised', {
  summary:
    'What a school offers to host is something else than before; or it is offered by its successor, or until the school leaves the network.',
  about,
  data: offer,
})

export const HostOfferWithdrawn = event('scheduling.host-offer-withdrawn', {
  summary: 'A school does not offer to host any more.',
  about,
  data: { ...offer, reason: HostOfferEndReason },
})

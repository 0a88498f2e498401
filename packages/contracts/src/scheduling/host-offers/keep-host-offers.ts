import { command } from '../../define.ts'
import { Urn } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { NetworkNotInState, NoSuchNetwork } from '../../membership/networks/problems.ts'
import { NoSuchSchool } from '../../membership/schools/problems.ts'
import { HostingOffered, HostOfferRevised, HostOfferWithdrawn } from './events.ts'
import { HostOffer, HostOfferId, hostOfferTerms } from './model.ts'
import { HostOfferDaysWrong, HostOfferWithdrawnAlready, NoSuchHostOffer, SchoolNotInNetwork } from './problems.ts'

export const OfferHosting = command('scheduling.offer-hosting', {
  summary: 'Offer to host what a network does at a school',
  description: 'By whoever signs for the school. Whoever sees the network sees it; it promises a place to nobody yet.',
  needs: 'scheduling:write',
  http: 'POST /v1/networks/:networkId/host-offers',
  input: { networkId: NetworkId, urn: Urn, ...hostOfferTerms },
  output: HostOffer,
  emits: [HostingOffered],
  problems: [NoSuchNetwork, NoSuchSchool, NetworkNotInState, HostOfferDaysWrong, SchoolNotInNetwork],
})

export const ReviseHostOffer = command('scheduling.revise-host-offer', {
  summary: 'Say anew what a school offers to host',
  description: 'Whole: what is left out holds no more. By whoever signs for the school.',
  needs: 'scheduling:write',
  http: 'PUT /v1/host-offers/:hostOfferId',
  input: { hostOfferId: HostOfferId, ...hostOfferTerms },
  output: HostOffer,
  emits: [HostOfferRevised],
  problems: [NoSuchHostOffer, HostOfferWithdrawnAlready, HostOfferDaysWrong, SchoolNotInNetwork],
  ifMatch: true,
})

export const WithdrawHostOffer = command('scheduling.withdraw-host-offer', {
  summary: 'Withdraw an offer to host',
  description: 'By whoever signs for the school. Withdrawn again, it answers as before.',
  needs: 'scheduling:write',
  http: 'POST /v1/host-offers/:hostOfferId/withdrawal',
  input: { hostOfferId: HostOfferId },
  output: HostOffer,
  emits: [HostOfferWithdrawn],
  problems: [NoSuchHostOffer],
  status: 200,
  ifMatch: true,
})

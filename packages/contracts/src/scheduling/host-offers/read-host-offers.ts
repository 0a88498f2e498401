import Type from 'typebox'
import { query } from '../../define.ts'
import { DayOfThisCentury, followedPageOf, following, paging, Urn } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'
import { ActivityKind, HostOffer, HostOfferId, HostOfferState } from './model.ts'
import { NoSuchHostOffer } from './problems.ts'

export const GetHostOffer = query('scheduling.get-host-offer', {
  summary: 'Get an offer to host',
  needs: 'scheduling:read',
  http: 'GET /v1/host-offers/:hostOfferId',
  input: { hostOfferId: HostOfferId },
  output: HostOffer,
  problems: [NoSuchHostOffer],
})

export const ListHostOffers = query('scheduling.list-host-offers', {
  summary: 'List offers to host',
  description: 'Of networks in your view, in the order in which they were made.',
  needs: 'scheduling:read',
  http: 'GET /v1/host-offers',
  input: {
    networkId: Type.Optional(NetworkId),
    urn: Type.Optional(Urn),
    activity: Type.Optional(ActivityKind),
    state: Type.Optional(HostOfferState),
    onDay: Type.Optional(Type.String({ ...DayOfThisCentury, description: 'Those that hold on this day; of their weekdays, too.' })),
    ...following,
    ...paging,
  },
  output: followedPageOf(HostOffer),
  problems: [],
})

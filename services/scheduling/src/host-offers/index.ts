import { offerHosting, reviseHostOffer, withdrawHostOffer } from './keep-host-offers.ts'
import { getHostOffer, listHostOffers } from './read-host-offers.ts'
import {
  carryOverHostOffersOnSchoolSucceeded,
  endHostOffersOnNetworkDissolved,
  endHostOffersOnSchoolLeft,
} from './settle-host-offers-on-school-told.ts'

export const handlers = [offerHosting, reviseHostOffer, withdrawHostOffer, getHostOffer, listHostOffers] as const
export const entities = [] as const
export const reactions = [endHostOffersOnSchoolLeft, endHostOffersOnNetworkDissolved, carryOverHostOffersOnSchoolSucceeded] as const
export const works = [] as const

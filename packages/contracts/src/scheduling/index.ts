/** All that scheduling can hear and say. */
import { service } from '../define.ts'
import { operating } from '../operating.ts'
import * as calendars from './calendars/index.ts'
import * as hostOffers from './host-offers/index.ts'

export * from './calendars/index.ts'
export * from './host-offers/index.ts'

export const operations = [...calendars.operations, ...hostOffers.operations, ...operating('scheduling').operations] as const

export const events = [...calendars.events, ...hostOffers.events] as const

export const scheduling = service('scheduling', {
  summary: 'When schools are open and for whom, and what they offer to host.',
  operations,
  events,
})

/** All that scheduling can hear and say. */
import { service } from '../define.ts'
import { operating } from '../operating.ts'
import * as activities from './activities/index.ts'
import * as assurances from './assurances/index.ts'
import * as bookings from './bookings/index.ts'
import * as calendars from './calendars/index.ts'
import * as feeds from './feeds/index.ts'
import * as hostOffers from './host-offers/index.ts'
import * as learningWalks from './learning-walks/index.ts'
import * as plans from './plans/index.ts'
import * as sharedProgrammes from './shared-programmes/index.ts'
import * as superLearningDays from './super-learning-days/index.ts'
import * as travel from './travel/index.ts'
import * as years from './years/index.ts'

export * from './activities/index.ts'
export * from './assurances/index.ts'
export * from './bookings/index.ts'
export * from './calendars/index.ts'
export * from './feeds/index.ts'
export * from './host-offers/index.ts'
export * from './learning-walks/index.ts'
export * from './plans/index.ts'
export * from './shared-programmes/index.ts'
export * from './super-learning-days/index.ts'
export { GetTravelRule, SetTravelRule, TravelRule, TravelRuleSet } from './travel/index.ts'
export { DrawNetworkYear, GetNetworkYear, NetworkYear } from './years/index.ts'

export const operations = [
  ...calendars.operations,
  ...hostOffers.operations,
  ...activities.operations,
  ...bookings.operations,
  ...assurances.operations,
  ...superLearningDays.operations,
  ...learningWalks.operations,
  ...sharedProgrammes.operations,
  ...plans.operations,
  ...feeds.operations,
  ...years.operations,
  ...travel.operations,
  ...operating('scheduling').operations,
] as const

export const events = [
  ...calendars.events,
  ...hostOffers.events,
  ...activities.events,
  ...bookings.events,
  ...assurances.events,
  ...learningWalks.events,
  ...sharedProgrammes.events,
  ...plans.events,
  ...feeds.events,
  ...travel.events,
] as const

export const scheduling = service('scheduling', {
  summary: 'When schools are open and for whom, what they offer to host, what networks do together there, and who takes part.',
  operations,
  events,
})

/** The table of contents of scheduling. */
import { scheduling as contract } from '@nlc/contracts/scheduling'
import * as known from '@nlc/known'
import { defineService } from '@nlc/runtime'
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

/** The copies first: whoever else reacts to the same event finds them as it left them. */
const aggregates = [
  known,
  calendars,
  hostOffers,
  activities,
  bookings,
  assurances,
  superLearningDays,
  learningWalks,
  sharedProgrammes,
  plans,
  feeds,
  years,
  travel,
] as const

export const scheduling = defineService(contract, {
  migrations: [known.migrations, new URL('../migrations/', import.meta.url)],
  handlers: aggregates.flatMap(({ handlers }) => [...handlers]),
  entities: aggregates.flatMap(({ entities }) => [...entities]),
  reactions: aggregates.flatMap(({ reactions }) => [...reactions]),
  works: aggregates.flatMap(({ works }) => [...works]),
})

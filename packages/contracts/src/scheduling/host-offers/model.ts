import Type from 'typebox'
import { DayOfThisCentury, Instant, text, Urn, Version } from '../../formats.ts'
import { NetworkId } from '../../membership/networks/model.ts'

export const HostOfferId = Type.String({ format: 'uuid', description: 'A school’s offer to host.' })

/** What a network does together at one of its schools. */
export const ActivityKind = Type.Enum(['visit', 'meeting', 'learning-walk', 'super-learning-day', 'session', 'development-day'])

export const HostingWeekday = Type.Enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday'])

/** What a school offers to the schools of a network: few of it has to be said. */
export const hostOfferTerms = {
  activities: Type.Array(ActivityKind, { minItems: 1, maxItems: 6, uniqueItems: true, description: 'What it would host.' }),
  firstDay: DayOfThisCentury,
  lastDay: Type.String({ ...DayOfThisCentury, description: 'It counts; at most 366 days with the first.' }),
  weekdays: Type.Optional(
    Type.Array(HostingWeekday, { minItems: 1, maxItems: 5, uniqueItems: true, description: 'On these alone; absent: on any.' }),
  ),
  capacity: Type.Integer({ minimum: 1, maximum: 500, examples: [6], description: 'Visitors at once.' }),
  focus: Type.Optional(
    Type.String({ ...text(300), description: 'What can be seen and learnt there. No names.', examples: ['Reading in Year 3'] }),
  ),
}

export const HostOfferState = Type.Enum(['open', 'withdrawn'])

/** Why it is withdrawn. The last two follow from something else. */
export const HostOfferEndReason = Type.Enum(['by-school', 'school-left-network', 'network-dissolved'])

export const HostOffer = Type.Object({
  id: HostOfferId,
  version: Version,
  urn: Urn,
  networkId: NetworkId,
  ...hostOfferTerms,
  state: HostOfferState,
  endReason: Type.Optional(HostOfferEndReason),
  offeredAt: Instant,
})

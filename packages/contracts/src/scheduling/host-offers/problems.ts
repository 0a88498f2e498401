import Type from 'typebox'
import { problem } from '../../define.ts'
import { CalendarDate } from '../../formats.ts'

export const NoSuchHostOffer = problem(404, 'no-such-host-offer', 'There is no such offer to host.')
export const HostOfferDaysWrong = problem(
  422,
  'host-offer-days-wrong',
  'The last day of an offer has not passed, is not before its first, and is at most a year after it.',
  { earliestLastDay: CalendarDate, latestLastDay: CalendarDate },
)
export const SchoolNotInNetwork = problem(
  409,
  'school-not-in-network',
  'The school does not belong to the network on each of these days.',
  {
    firstDay: Type.Optional(CalendarDate),
    lastDay: Type.Optional(CalendarDate),
  },
)
export const HostOfferWithdrawnAlready = problem(409, 'host-offer-withdrawn', 'The offer was withdrawn: make another.')

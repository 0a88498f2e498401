import Type from 'typebox'
import { command, problem, query } from '../../define.ts'
import { pageOf, paging } from '../../formats.ts'
import { FeedOpened, FeedRevoked } from './events.ts'
import { Feed, FeedId, FeedOf, FeedToken } from './model.ts'

export const NoSuchFeed = problem(404, 'no-such-feed', 'There is no such calendar feed.')
export const FeedNotYours = problem(
  404,
  'feed-not-yours',
  'There is no such person, school or network whose calendar you may open: one’s own, a school that one signs for, a network that one co-leads.',
)
export const FeedWasRevoked = problem(
  410,
  'feed-revoked',
  'This calendar’s address was revoked: ask whoever gave it to you for the new one.',
)

export const OpenFeed = command('scheduling.open-feed', {
  summary: 'Open a calendar feed',
  description:
    'An address at which any calendar program reads it (iCalendar, RFC 5545), without a token: of a person by themselves, of a school by whoever signs for it, of a network by ' +
    'its co-leaders; of all by the national body. `path` is shown this once, to be put behind the gateway’s address. Nobody’s name is in it.',
  needs: 'scheduling:write',
  http: 'POST /v1/calendar-feeds',
  input: { of: FeedOf },
  output: Type.Object({ ...Feed.properties, path: Type.String({ description: 'Of the calendar, below the gateway’s address.' }) }),
  emits: [FeedOpened],
  problems: [FeedNotYours],
})

export const ListFeeds = query('scheduling.list-feeds', {
  summary: 'List the calendar feeds of a person, school or network',
  description: 'For whoever may open them; without their addresses.',
  needs: 'scheduling:read',
  http: 'GET /v1/calendar-feeds',
  input: { kind: FeedOf.properties.kind, reference: FeedOf.properties.reference, ...paging },
  output: pageOf(Feed),
  problems: [FeedNotYours],
})

export const RevokeFeed = command('scheduling.revoke-feed', {
  summary: 'Revoke a calendar feed',
  description: 'By whoever may open it: its address leads nowhere from now on. Revoked again, it answers as before.',
  needs: 'scheduling:write',
  http: 'POST /v1/calendar-feeds/:feedId/revocation',
  input: { feedId: FeedId },
  output: Feed,
  emits: [FeedRevoked],
  problems: [NoSuchFeed],
  status: 200,
  ifMatch: true,
})

export const ReadFeed = query('scheduling.read-feed', {
  summary: 'Read a calendar feed',
  description:
    'For calendar programs, by its address alone. From a year back to two years ahead. What is moved keeps its UID with a higher SEQUENCE; what is cancelled stays with STATUS:CANCELLED.',
  needs: 'public',
  http: 'GET /v1/calendars/:feedToken/calendar.ics',
  input: { feedToken: FeedToken },
  problems: [NoSuchFeed, FeedWasRevoked],
  stream: { produces: 'text/calendar; charset=utf-8' },
})

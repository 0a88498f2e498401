import Type from 'typebox'
import { Instant, Version } from '../../formats.ts'

export const FeedId = Type.String({ format: 'uuid', description: 'A calendar feed.' })

/** What is in it: what a person has booked, what a school hosts, what a network does. */
export const FeedOf = Type.Object({
  kind: Type.Enum(['person', 'school', 'network']),
  reference: Type.String({
    minLength: 6,
    maxLength: 36,
    pattern: '^(\\d{6}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$',
    description: 'Id of the person or network; URN of the school.',
  }),
})

export const Feed = Type.Object({
  id: FeedId,
  version: Version,
  of: FeedOf,
  state: Type.Enum(['open', 'revoked']),
  openedAt: Instant,
})

/** Whoever has the address reads the feed: it is shown once, when the feed is opened. */
export const FeedToken = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$', description: 'The unguessable part of a feed’s address.' })

import { event } from '../../define.ts'
import { FeedId, FeedOf } from './model.ts'

const about = { feed: 'feedId' } as const

export const FeedOpened = event('scheduling.feed-opened', {
  summary: 'A calendar can be read at an address; the address is told to nobody.',
  about,
  data: { feedId: FeedId, of: FeedOf },
})
export const FeedRevoked = event('scheduling.feed-revoked', {
  summary: 'A calendar’s address leads nowhere any more.',
  about,
  data: { feedId: FeedId, of: FeedOf },
})

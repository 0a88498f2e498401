import { FeedOpened, FeedRevoked } from './events.ts'
import { ListFeeds, OpenFeed, ReadFeed, RevokeFeed } from './keep-feeds.ts'

export * from './events.ts'
export * from './keep-feeds.ts'
export * from './model.ts'

export const operations = [OpenFeed, ListFeeds, RevokeFeed, ReadFeed] as const
export const events = [FeedOpened, FeedRevoked] as const

import { listFeeds, openFeed, revokeFeed } from './keep-feeds.ts'
import { readFeed } from './read-feed.ts'

export const handlers = [openFeed, listFeeds, revokeFeed, readFeed] as const
export const entities = [] as const
export const reactions = [] as const
export const works = [] as const

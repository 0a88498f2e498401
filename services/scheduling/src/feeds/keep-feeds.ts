import { FeedNotYours, FeedOpened, FeedRevoked, ListFeeds, NoSuchFeed, OpenFeed, RevokeFeed } from '@nlc/contracts/scheduling'
import { handle, idCursor, newId, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { hashOf, mayOpen, newToken, readFeeds } from './feed.ts'

export const openFeed = handle(OpenFeed, async ({ of }, { sql: db, caller, now, today, emit, fail }) => {
  if (!(await mayOpen(db, caller, today, of))) fail(FeedNotYours)
  const [id, token] = [newId(), newToken()]
  await sql`
    insert into calendar_feed (id, kind, reference, token_hash, opened_at)
    values (${id}, ${of.kind}, ${of.reference}, ${hashOf(token)}, ${now.toISOString()}::timestamptz)`.execute(db)
  emit(FeedOpened, { feedId: id, of })
  return { id, version: 1, of, state: 'open' as const, openedAt: now, path: `/v1/calendars/${token}/calendar.ics` }
})

export const listFeeds = handle(ListFeeds, async ({ kind, reference, after, limit = 50 }, { sql: db, caller, today, fail }) => {
  if (!(await mayOpen(db, caller, today, { kind, reference }))) fail(FeedNotYours)
  const rows = await readFeeds(
    db,
    sql`where f.kind = ${kind} and f.reference = ${reference} and f.id > ${idCursor(after)}::uuid order by f.id limit ${limit + 1}`,
  )
  return pageFrom(rows, limit, ({ id }) => [id])
})

export const revokeFeed = handle(RevokeFeed, async ({ feedId }, { sql: db, caller, today, emit, fail, checkVersion }) => {
  const [feed] = await readFeeds(db, sql`where f.id = ${feedId}::uuid for update`)
  if (!feed || !(await mayOpen(db, caller, today, feed.of))) return fail(NoSuchFeed)
  checkVersion(feed)
  if (feed.state === 'revoked') return feed
  await sql`update calendar_feed set version = version + 1, revoked = true where id = ${feed.id}::uuid`.execute(db)
  emit(FeedRevoked, { feedId: feed.id, of: feed.of })
  return (await readFeeds(db, sql`where f.id = ${feed.id}::uuid`))[0]!
})

/** Lists, page by page: the next page is asked for when the one before is used up. */
import { sleep } from './deadline.ts'
import type { CallOptions, Changes, FollowOptions, Page } from './methods.ts'

type Input = Readonly<Record<string, unknown>>
type GetPage = (input: Input, options: CallOptions) => Promise<Page<unknown>>

export async function* pagesOf(getPage: GetPage, input: Input = {}, options: CallOptions = {}): AsyncGenerator<Page<unknown>> {
  let after = input.after
  do {
    const page = await getPage({ ...input, ...(after !== undefined && { after }) }, options)
    yield page
    after = page.next
  } while (after !== undefined)
}

export async function* itemsOf(getPage: GetPage, input?: Input, options?: CallOptions): AsyncGenerator<unknown> {
  for await (const { items } of pagesOf(getPage, input, options)) yield* items
}

interface FollowedPage extends Page<unknown> {
  readonly updatedUntil: string
  readonly gone?: string[]
}

/**
 * Rounds of a list that says what changed. A round's `updatedUntil` is that of its first page: what changes while the others are
 * read is in the next round.
 */
export async function* changesOf(getPage: GetPage, input: Input = {}, options: FollowOptions = {}): AsyncGenerator<Changes<unknown>> {
  const { everyMs, ...call } = options
  let updatedSince = input.updatedSince
  for (;;) {
    let until: string | undefined
    for await (const page of pagesOf(getPage, { ...input, ...(updatedSince !== undefined && { updatedSince }) }, call)) {
      const { items, next, updatedUntil, gone = [] } = page as FollowedPage
      until ??= updatedUntil
      yield { items, gone, updatedUntil: next === undefined ? until : undefined }
    }
    updatedSince = until
    if (everyMs === undefined) return
    await sleep(everyMs, options.signal)
  }
}

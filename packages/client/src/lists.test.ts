import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type ApiUnderTest, allOf, apiUnderTest, tell } from './api-under-test.ts'

// A busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 })

let api: ApiUnderTest
beforeEach(async () => {
  api = await apiUnderTest()
})
afterEach(() => api.close())

const queries = () => api.seen.map(({ url }) => Object.fromEntries(new URL(url, api.url).searchParams))

test('each item comes once, in order, however many pages there are; pages are asked for as they are needed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 7 }), async (count, limit) => {
      const all = Array.from({ length: count }, (_, index) => ({ urn: String(900_000 + index) }))
      api.reactions = [
        ({ url }, _, response) => {
          const from = Number(new URL(url, api.url).searchParams.get('after') ?? 0)
          const next = from + limit < count ? { next: String(from + limit) } : {}
          tell(response, { body: { items: all.slice(from, from + limit), ...next } })
        },
      ]
      api.seen.length = 0
      const { listSchools } = api.client().membership
      const got = []
      for await (const school of listSchools.each({ name: 'a', limit })) got.push(school)
      expect(got).toEqual(all)
      expect(api.seen).toHaveLength(Math.max(1, Math.ceil(count / limit)))
      expect(queries().every(({ name }) => name === 'a')).toBe(true)

      api.seen.length = 0
      const sizes = []
      for await (const { items } of listSchools.pages({ limit })) sizes.push(items.length)
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(count)
      for await (const _ of listSchools.each({ limit })) break
      expect(api.seen).toHaveLength(sizes.length + 1)
    }),
    { numRuns: 30 },
  )
})

test('a page that fails on its way is asked for again, and nothing is given twice', async () => {
  api.reactions = [{ body: { items: [1], next: 'b' } }, 'cut', { status: 503, body: '' }, { body: { items: [2] } }]
  expect(await allOf(api.client().membership.listSchools.each())).toEqual([1, 2])
  expect(queries()).toEqual([{}, { after: 'b' }, { after: 'b' }, { after: 'b' }])
})

test('changes: a round begins where the first page of the one before ended, and tells what is gone', async () => {
  const at = (minute: number) => `2026-09-01T08:0${minute}:00Z`
  api.reactions = [
    { body: { items: [{ id: 'a' }], next: 'x', updatedUntil: at(1) } },
    // Later than the first page's: what changed before it, on the page already read, is not to be missed.
    { body: { items: [{ id: 'b' }], updatedUntil: at(2) } },
    { body: { items: [], updatedUntil: at(3), gone: ['a'] } },
  ]
  const { listPeople } = api.client().membership
  const first = await allOf(listPeople.changes({ urn: '900001' }))
  expect(first).toEqual([
    { items: [{ id: 'a' }], gone: [], updatedUntil: undefined },
    { items: [{ id: 'b' }], gone: [], updatedUntil: at(1) },
  ])
  const second = await allOf(listPeople.changes({ urn: '900001', updatedSince: first.at(-1)!.updatedUntil! }))
  expect(second).toEqual([{ items: [], gone: ['a'], updatedUntil: at(3) }])
  expect(queries()).toEqual([{ urn: '900001' }, { urn: '900001', after: 'x' }, { urn: '900001', updatedSince: at(1) }])
})

test('changes, for as long as one likes: each round goes on from the one before, until the signal ends it', async () => {
  const stop = new AbortController()
  let round = 0
  api.reactions = [(_, __, response) => tell(response, { body: { items: [], updatedUntil: `2026-09-01T08:0${++round}:00Z` } })]
  const untils = []
  const following = async () => {
    for await (const { updatedUntil } of api.client().membership.listPeople.changes({}, { everyMs: 1, signal: stop.signal })) {
      untils.push(updatedUntil)
      if (untils.length === 3) stop.abort(new Error('enough'))
    }
  }
  await expect(following()).rejects.toThrow('enough')
  expect(queries()).toEqual([{}, { updatedSince: '2026-09-01T08:01:00Z' }, { updatedSince: '2026-09-01T08:02:00Z' }])
})

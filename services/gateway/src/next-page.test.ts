/** A page's `next` is found wherever its schema has it written. */
import { query } from '@nlc/contracts/define'
import { followedPageOf, pageOf, paging } from '@nlc/contracts/formats'
import Type, { type TSchema } from 'typebox'
import { expect, test } from 'vitest'
import { nextPage } from './next-page.ts'

const nextIn = (output: TSchema, page: object) =>
  nextPage(query('membership.list-halls', { summary: '', needs: 'public', http: 'GET /v1/halls', input: paging, output, problems: [] }))(
    Buffer.from(JSON.stringify(page)),
  )
const named = Type.Object({ name: Type.String() })

test('of a page', () => {
  expect(nextIn(pageOf(named), { items: [{ name: ',"next":"no"' }], next: 'WyJhIl0' })).toBe('WyJhIl0')
})

test('of a page that can be followed, where more than the list stands before it', () => {
  expect(nextIn(followedPageOf(named), { items: [], updatedUntil: '2026-09-01T08:00:00Z', gone: ['a'], next: 'WyJhIl0' })).toBe('WyJhIl0')
})

test('of a page whose items have a member of that name', () => {
  const linked = Type.Object({ next: Type.String() })
  expect(nextIn(pageOf(linked), { items: [{ next: 'not this' }], next: 'WyJhIl0' })).toBe('WyJhIl0')
  expect(nextIn(pageOf(linked), { items: [{ next: 'not this' }] })).toBeUndefined()
})

test('there is none on the last page', () => {
  expect(nextIn(pageOf(named), { items: [{ name: ',"next":"no"' }] })).toBeUndefined()
})

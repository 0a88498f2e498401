import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeCursor, encodeCursor, pageFrom } from './cursor.ts'
import { Refusal } from './problem.ts'

const keys = fc.array(
  fc.string({ unit: 'grapheme' }).filter((key) => !key.includes('\0')),
  { minLength: 1, maxLength: 4 },
)

test('a cursor gives back the keys it was made of', () => {
  fc.assert(fc.property(keys, (keys) => void expect(decodeCursor(encodeCursor(...keys), keys.length)).toEqual(keys)))
})

test('a cursor can stand in an address as it is', () => {
  fc.assert(fc.property(keys, (keys) => void expect(encodeCursor(...keys)).toMatch(/^[\w-]+$/)))
})

test('no cursor is the beginning', () => {
  expect(decodeCursor(undefined, 1)).toBeUndefined()
})

const refusalOf = (cursor: string, count: number): unknown => {
  try {
    return decodeCursor(cursor, count)
  } catch (cause) {
    return cause instanceof Refusal ? cause.document() : cause
  }
}
const refused = { status: 400, type: '/problems/invalid-input', errors: [{ at: '?after', rule: 'cursor' }] }

test('whatever else is sent as a cursor is refused, never a fault of ours', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.base64String(),
        fc.json().map((text) => Buffer.from(text).toString('base64url')),
      ),
      (cursor) => {
        const answer = refusalOf(cursor, 2)
        if (Array.isArray(answer)) expect(answer.every((key) => typeof key === 'string')).toBe(true)
        else expect(answer).toMatchObject(refused)
      },
    ),
  )
})

test('a cursor of another list is refused', () => {
  for (const cursor of [encodeCursor('one'), encodeCursor('one', 'two', 'three'), encodeCursor('one', 'a\0b'), '', 'bm9uZQ']) {
    expect(refusalOf(cursor, 2)).toMatchObject(refused)
  }
})

test('pages put one after the other are the whole list, each row once', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(1_000), { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (numbers, limit) => {
      const all = numbers.sort((a, b) => a - b)
      const read: number[] = []
      let after: string | undefined
      do {
        const from = Number(decodeCursor(after, 1)?.[0] ?? -1)
        const page = pageFrom(all.filter((n) => n > from).slice(0, limit + 1), limit, (n) => [String(n)])
        expect(page.items.length).toBeLessThanOrEqual(limit)
        read.push(...page.items)
        after = page.next
      } while (after !== undefined)
      expect(read).toEqual(all)
    }),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeField, inspect } from './encoding.ts'
import { inWindows1252 } from './fixtures.ts'

async function* pieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
const text = fc.string({ unit: fc.constantFrom('a', 'é', '€', '’', 'Œ', 'ß', ' '), minLength: 1, maxLength: 12 })

test('UTF-8 is told from windows-1252, wherever a character is cut in two', async () => {
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 5 }), async (words, size) => {
      const ascii = /^[\0-\x7f]*$/.test(words)
      expect(await inspect(pieces(Buffer.from(words), size))).toEqual({ encoding: ascii ? 'windows-1252' : 'utf-8', ascii, skip: 0 })
    }),
  )
})

test('what windows-1252 says is what it was', () => {
  fc.assert(fc.property(text, (words) => void expect(decodeField(inWindows1252([words]).toString('latin1'), 'windows-1252')).toBe(words)))
  fc.assert(fc.property(text, (words) => void expect(decodeField(Buffer.from(words).toString('latin1'), 'utf-8')).toBe(words)))
})

test('bytes that are no character are none', () => {
  expect(decodeField('a\x81', 'windows-1252')).toBeUndefined()
  expect(decodeField('a\xe9', 'utf-8')).toBeUndefined()
})

test('a byte order mark is passed over, and a file of it alone is empty', async () => {
  expect(await inspect(pieces(Buffer.from('\uFEFFa'), 100))).toEqual({ encoding: 'utf-8', ascii: false, skip: 3 })
  expect(await inspect(pieces(Buffer.from('\uFEFF'), 100))).toBe('empty')
  expect(await inspect(pieces(Buffer.alloc(0), 100))).toBe('empty')
})

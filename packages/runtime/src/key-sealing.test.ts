import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { KeySealing } from './key-sealing.ts'

const sealing = new KeySealing(randomBytes(32), 'Lost: make new ones.')

describe('a sealed key', () => {
  test('opens to what it was', () => {
    fc.assert(
      fc.property(fc.string(), fc.uint8Array({ minLength: 1, maxLength: 64 }), (kid, key) => {
        expect(sealing.open(kid, sealing.seal(kid, Buffer.from(key)))).toEqual(Buffer.from(key))
      }),
    )
  })

  test('does not show it, and never looks the same twice', () => {
    const key = randomBytes(32)
    const [first, second] = [sealing.seal('a', key), sealing.seal('a', key)]
    expect(first.includes(key)).toBe(false)
    expect(first).not.toEqual(second)
  })

  test('does not open with another key, under another id, or where one bit was changed', () => {
    const sealed = sealing.seal('a', randomBytes(32))
    expect(() => new KeySealing(randomBytes(32), 'Lost: make new ones.').open('a', sealed)).toThrow(
      /KEY_ENCRYPTION_KEY .* Lost: make new ones/,
    )
    expect(() => sealing.open('b', sealed)).toThrow()
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), (at, bits) => {
        const changed = Buffer.from(sealed)
        changed[at] = (changed[at] as number) ^ bits
        expect(() => sealing.open('a', changed)).toThrow()
      }),
    )
  })
})

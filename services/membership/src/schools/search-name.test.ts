import fc from 'fast-check'
import { expect, test } from 'vitest'
import { searchName } from './search-name.ts'

test.for([
  ["St. George's C.E. School", 'st georges ce school'],
  ['École Élémentaire', 'ecole elementaire'],
  ['North Walney Primary, Nursery & Pre- School', 'north walney primary nursery pre school'],
  ['Zoë’s', 'zoes'],
] as const)('%s', ([name, folded]) => expect(searchName(name)).toBe(folded))

test('is folded once and for all, and no part of it means anything to a regular expression', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      const folded = searchName(name)
      expect(searchName(folded)).toBe(folded)
      expect(folded).toMatch(/^[\p{L}\p{N} ]*$/u)
    }),
  )
})

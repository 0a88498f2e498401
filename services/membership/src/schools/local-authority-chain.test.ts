import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayAfter } from '../employments/day.ts'
import { reorganisations, successorsOf } from '../local-authorities/reorganisations.ts'
import { type Code, firstLinks, type Link, recode } from './local-authority-chain.ts'

const known = [...new Set(reorganisations.flatMap(({ from, to }) => [...Object.keys(from), ...Object.keys(to)])), '926']
const code: fc.Arbitrary<Code> = fc.record({
  laCode: fc.constantFrom(...known),
  establishmentNumber: fc.option(fc.constantFrom('1000', '2000')),
})
const day = fc
  .date({ min: new Date('2008-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

/** From for ever to for ever, each link beginning on the day after the one before ends. */
function isChain(links: readonly Link[]): boolean {
  return (
    links[0]?.firstDay === null &&
    links.at(-1)?.lastDay === null &&
    links.slice(1).every(({ firstDay }, index) => {
      const { firstDay: began, lastDay } = links[index]!
      return lastDay !== null && firstDay === dayAfter(lastDay) && (began === null || began <= lastDay)
    })
  )
}

test('whatever the register says, in whatever order of extracts, no day has two codes or none', () => {
  fc.assert(
    fc.property(code, fc.option(day), fc.array(fc.tuple(code, day), { maxLength: 8 }), (first, opened, changes) => {
      let links = firstLinks(first, opened)
      expect(isChain(links)).toBe(true)
      for (const [said, extractedOn] of changes.toSorted(([, a], [, b]) => a.localeCompare(b))) {
        links = [...links.slice(0, -1), ...recode(links.at(-1)!, said, extractedOn)]
        expect(isChain(links)).toBe(true)
        expect(links.at(-1)).toMatchObject(said)
      }
    }),
  )
})

test('a reorganisation gives the day: Cumbria (909) is Westmorland and Furness (943) from 1 April 2023', () => {
  const [old] = firstLinks({ laCode: '909', establishmentNumber: '2509' }, null)
  expect(recode(old!, { laCode: '943', establishmentNumber: '2009' }, '2024-02-01')).toEqual([
    { laCode: '909', establishmentNumber: '2509', firstDay: null, lastDay: '2023-03-31' },
    { laCode: '943', establishmentNumber: '2009', firstDay: '2023-04-01', lastDay: null },
  ])
})

test('what the register does not date begins on the day of the extract', () => {
  const [old] = firstLinks({ laCode: '926', establishmentNumber: '2509' }, null)
  expect(recode(old!, { laCode: '926', establishmentNumber: '2510' }, '2024-02-01')).toMatchObject([
    { lastDay: '2024-01-31' },
    { firstDay: '2024-02-01' },
  ])
})

test('a school that is seen under a young authority was under its only predecessor before, unless it opened later', () => {
  const young = { laCode: '943', establishmentNumber: '2009' }
  expect(firstLinks(young, '1950-09-01')).toMatchObject([
    { laCode: '909', establishmentNumber: null, lastDay: '2023-03-31' },
    { laCode: '943', firstDay: '2023-04-01' },
  ])
  expect(firstLinks(young, '2023-09-01')).toEqual([{ ...young, firstDay: null, lastDay: null }])
  // Bournemouth, Christchurch and Poole has three.
  expect(firstLinks({ laCode: '839', establishmentNumber: null }, null)).toHaveLength(1)
})

test('every successor of a reorganisation begins with it', () => {
  for (const reorganisation of reorganisations) {
    for (const old of Object.keys(reorganisation.from)) {
      expect(successorsOf(reorganisation, old).every((successor) => successor in reorganisation.to)).toBe(true)
    }
  }
})

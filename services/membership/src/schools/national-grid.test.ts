import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toNationalGrid, toWgs84 } from './national-grid.ts'

/** Points whose place is published in both systems: the worked example of Ordnance Survey's guide, and the first test point of OSTN15. */
test.for([
  ['Caister water tower', 651_409.903, 313_177.27, 52.657978, 1.716052],
  ["St Mary's", 91_492.146, 11_318.804, 49.92226394, -6.29977752],
] as const)('%s is where it is, to about five metres', ([, easting, northing, latitude, longitude]) => {
  const place = toWgs84(easting, northing)
  const metresNorth = (place.latitude - latitude) * 111_200
  const metresEast = (place.longitude - longitude) * 111_200 * Math.cos((latitude * Math.PI) / 180)
  expect(Math.hypot(metresNorth, metresEast)).toBeLessThan(7)
})

test('there and back is within a metre', () => {
  fc.assert(
    fc.property(fc.integer({ min: 80_000, max: 660_000 }), fc.integer({ min: 10_000, max: 660_000 }), (easting, northing) => {
      const { latitude, longitude } = toWgs84(easting, northing)
      const back = toNationalGrid(latitude, longitude)
      expect(Math.hypot(back.easting - easting, back.northing - northing)).toBeLessThan(1)
    }),
  )
})

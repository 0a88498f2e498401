/** How long the way takes. */
import type { PlannedSchool, Travel } from './problem.ts'

type Place = Pick<PlannedSchool, 'urn' | 'latitude' | 'longitude'>
const radians = (degrees: number) => (degrees * Math.PI) / 180
const earthKm = 6371.0088

/** Whole minutes one way; none within a school; the extra minutes alone where coordinates are unknown. */
export function journeyMinutes(from: Place, to: Place, travel: Travel): number {
  if (from.urn === to.urn) return 0
  const way = (greatCircleKm(from, to) * travel.detour * 60) / travel.kmPerHour + travel.extraMinutes
  // What is a whole step but for the last binary digit is no step more.
  return Math.ceil(way / travel.roundUpTo - 1e-9) * travel.roundUpTo
}

function greatCircleKm(from: Place, to: Place): number {
  if (from.latitude === undefined || from.longitude === undefined || to.latitude === undefined || to.longitude === undefined) return 0
  const across = Math.sin(radians(to.latitude - from.latitude) / 2) ** 2
  const along = Math.sin(radians(to.longitude - from.longitude) / 2) ** 2
  return 2 * earthKm * Math.asin(Math.sqrt(across + Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * along))
}

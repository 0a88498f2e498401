/** How long it takes from one place to another. */

/** Where it is known. */
export interface Point {
  readonly latitude: number
  readonly longitude: number
}

/** By road it is `detour` times the straight line, at `kmPerHour`, with `fixedMinutes` for parking and reception; rounded up to `step` minutes. */
export interface TravelRule {
  readonly detour: number
  readonly kmPerHour: number
  readonly fixedMinutes: number
  readonly step: number
}

export const travelRule: TravelRule = { detour: 1.3, kmPerHour: 40, fixedMinutes: 10, step: 5 }

const earthKm = 6371.0088
const radians = (degrees: number) => (degrees * Math.PI) / 180

/** Along the great circle, in km (haversine). */
export function straightLine(a: Point, b: Point): number {
  const [dLat, dLon] = [radians(b.latitude - a.latitude), radians(b.longitude - a.longitude)]
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(dLon / 2) ** 2
  return 2 * earthKm * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** In minutes. */
export function travelMinutes(a: Point, b: Point, { detour, kmPerHour, fixedMinutes, step }: TravelRule = travelRule): number {
  const minutes = (straightLine(a, b) * detour * 60) / kmPerHour + fixedMinutes
  return Math.ceil(minutes / step) * step
}

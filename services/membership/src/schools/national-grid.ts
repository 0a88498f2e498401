/**
 * The British National Grid (EPSG:27700) and WGS 84 (EPSG:4326). By the seven-parameter (Helmert) transformation of Ordnance
 * Survey's guide to coordinate systems: right to about 5 metres anywhere in Great Britain, against 0.1 metres with the
 * OSTN15 grid, which weighs 15 MB.
 */
import proj4 from 'proj4'

const nationalGrid =
  '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy +towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs'
const projection = proj4(nationalGrid, 'EPSG:4326')

/** Degrees, to seven decimals (a centimetre). */
export function toWgs84(easting: number, northing: number): { latitude: number; longitude: number } {
  const [longitude, latitude] = projection.forward([easting, northing]) as [number, number]
  return { latitude: round(latitude), longitude: round(longitude) }
}

/** Metres. */
export function toNationalGrid(latitude: number, longitude: number): { easting: number; northing: number } {
  const [easting, northing] = projection.inverse([longitude, latitude]) as [number, number]
  return { easting, northing }
}

const round = (degrees: number) => Math.round(degrees * 1e7) / 1e7

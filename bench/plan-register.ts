/** Where real schools are, from the national register's establishments file. */
import { toWgs84 } from '@nlc/membership/national-grid'
import { straightLine } from '@nlc/scheduling/travel'
import { parse } from 'csv-parse/sync'

interface Point {
  readonly latitude: number
  readonly longitude: number
}

/** The open schools next to there. */
export function schoolsAround(csv: Buffer, centre: Point, count: number): Point[] {
  const rows: Record<string, string>[] = parse(csv, { columns: true, encoding: 'latin1', relax_quotes: true })
  return rows
    .filter(
      (row) =>
        row['EstablishmentStatus (code)'] === '1' && Number(row.Easting) > 0 && ['2', '4'].includes(row['PhaseOfEducation (code)'] ?? ''),
    )
    .map((row) => toWgs84(Number(row.Easting), Number(row.Northing)))
    .toSorted((a, b) => straightLine(a, centre) - straightLine(b, centre))
    .slice(0, count)
}

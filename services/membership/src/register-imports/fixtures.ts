/**
 * Files in the form of the national register, about schools that do not exist (URNs from 900001): for the demonstration, tests and
 * measurements. The same seed gives the same schools.
 */
import { establishmentColumns, groupColumns, linkColumns } from './fixture-columns.ts'

export { establishmentColumns, groupColumns, linkColumns }

/** A row by the register's column names; what is absent is empty. */
export type EstablishmentRow = { URN: string; EstablishmentName: string } & { [Column in (typeof establishmentColumns)[number]]?: string }
export type LinkRow = { [Column in (typeof linkColumns)[number]]?: string }
export type GroupRow = { [Column in (typeof groupColumns)[number]]?: string }

export const establishmentsCsv = (rows: Iterable<EstablishmentRow>): Iterable<string> => csv(establishmentColumns, rows)
export const linksCsv = (rows: Iterable<LinkRow>): Iterable<string> => csv(linkColumns, rows)
export const groupsCsv = (rows: Iterable<GroupRow>): Iterable<string> => csv(groupColumns, rows)

/** Lines as the register writes them: every field quoted, CRLF. */
export function* csv(columns: readonly string[], rows: Iterable<{ readonly [column: string]: string | undefined }>): Iterable<string> {
  const line = (fields: readonly string[]) => `${fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(',')}\r\n`
  yield line(columns)
  for (const row of rows) yield line(columns.map((column) => row[column] ?? ''))
}

/** The bytes of a file, in the register's encoding. Throws at a character that it does not have. */
export function inWindows1252(lines: Iterable<string>): Buffer {
  return Buffer.concat(
    [...lines].map((line) =>
      Buffer.from(
        line.replace(/[^\0-\x7f]/gu, (character) => String.fromCharCode(byteOf(character))),
        'latin1',
      ),
    ),
  )
}

const high = new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 128 }, (_, index) => 128 + index))
function byteOf(character: string): number {
  const index = high.indexOf(character)
  if (index === -1) throw new RangeError(`windows-1252 has no ${character}`)
  return 128 + index
}

const authorities = [
  { code: '909', name: 'Cumbria', town: 'Furnesby', county: 'Cumbria', region: 'North West', easting: 320_000, northing: 469_000 },
  {
    code: '352',
    name: 'Manchester',
    town: 'Irwellgate',
    county: 'Greater Manchester',
    region: 'North West',
    easting: 384_000,
    northing: 398_000,
  },
  { code: '865', name: 'Wiltshire', town: 'Plainbury', county: 'Wiltshire', region: 'South West', easting: 400_000, northing: 160_000 },
  {
    code: '896',
    name: 'Cheshire West and Chester',
    town: 'Saltersford',
    county: 'Cheshire',
    region: 'North West',
    easting: 366_000,
    northing: 366_000,
  },
  { code: '878', name: 'Devon', town: 'Exmouth Cross', county: 'Devon', region: 'South West', easting: 292_000, northing: 92_000 },
  {
    code: '926',
    name: 'Norfolk',
    town: 'Fenwick Staithe',
    county: 'Norfolk',
    region: 'East of England',
    easting: 623_000,
    northing: 308_000,
  },
  {
    code: '815',
    name: 'North Yorkshire',
    town: 'Daleby',
    county: 'North Yorkshire',
    region: 'Yorkshire and the Humber',
    easting: 430_000,
    northing: 480_000,
  },
  { code: '881', name: 'Essex', town: 'Marshend', county: 'Essex', region: 'East of England', easting: 575_000, northing: 210_000 },
] as const
const firstWords = [
  'Alder',
  'Beck',
  'Cairn',
  'Dunn',
  'Elm',
  'Fell',
  'Gorse',
  'Haw',
  'Ivy',
  'Kestrel',
  'Larch',
  'Moss',
  'Nettle',
  'Otter',
  'Pike',
  'Quarry',
  'Rowan',
  'Swift',
  'Thorn',
  'Wren',
] as const
const secondWords = [
  'bank',
  'bridge',
  'brook',
  'croft',
  'dale',
  'field',
  'ford',
  'gate',
  'holme',
  'hurst',
  'lea',
  'mere',
  'ridge',
  'side',
  'thwaite',
  'wick',
] as const
const kinds = [
  { suffix: 'Primary School', phase: '2', phaseName: 'Primary', type: '01', typeName: 'Community school', low: '3', high: '11' },
  { suffix: 'Infant School', phase: '2', phaseName: 'Primary', type: '01', typeName: 'Community school', low: '4', high: '7' },
  { suffix: 'Junior School', phase: '2', phaseName: 'Primary', type: '02', typeName: 'Voluntary aided school', low: '7', high: '11' },
  { suffix: 'Academy', phase: '4', phaseName: 'Secondary', type: '34', typeName: 'Academy converter', low: '11', high: '18' },
  { suffix: 'High School', phase: '4', phaseName: 'Secondary', type: '01', typeName: 'Community school', low: '11', high: '16' },
  {
    suffix: 'Nursery School',
    phase: '1',
    phaseName: 'Nursery',
    type: '15',
    typeName: 'Local authority nursery school',
    low: '2',
    high: '5',
  },
] as const

/** @param count at most 70,000: no two have the same LA code and number. */
export function* fictionalSchools(
  count: number,
  { seed = 1, firstUrn = 900_001 }: { seed?: number; firstUrn?: number } = {},
): Iterable<EstablishmentRow> {
  const random = mulberry32(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!
  for (let index = 0; index < count; index++) {
    const authority = authorities[index % authorities.length]!
    const kind = pick(kinds)
    const name = `${pick(firstWords)}${pick(secondWords)} ${kind.suffix}`
    yield {
      URN: String(firstUrn + index),
      'LA (code)': authority.code,
      'LA (name)': authority.name,
      EstablishmentNumber: String(1000 + Math.floor(index / authorities.length)),
      EstablishmentName: name,
      'TypeOfEstablishment (code)': kind.type,
      'TypeOfEstablishment (name)': kind.typeName,
      'EstablishmentStatus (code)': '1',
      'EstablishmentStatus (name)': 'Open',
      OpenDate: random() < 0.4 ? `01-09-${1950 + Math.floor(random() * 65)}` : '',
      'PhaseOfEducation (code)': kind.phase,
      'PhaseOfEducation (name)': kind.phaseName,
      StatutoryLowAge: kind.low,
      StatutoryHighAge: kind.high,
      'Gender (name)': 'Mixed',
      'ReligiousCharacter (name)': kind.type === '02' ? 'Church of England' : 'Does not apply',
      UKPRN: String(19_000_000 + index),
      Street: `${1 + Math.floor(random() * 200)} ${pick(firstWords)} ${pick(['Lane', 'Road', 'Street', 'Way'])}`,
      Town: authority.town,
      'County (name)': authority.county,
      Postcode: `ZZ${1 + (index % 98)} ${index % 10}${pick(['AA', 'BD', 'LN', 'XY'])}`,
      'GOR (name)': authority.region,
      Easting: String(authority.easting + Math.floor(random() * 20_000)),
      Northing: String(authority.northing + Math.floor(random() * 20_000)),
    }
  }
}

/** A small generator of pseudo-random numbers (Mulberry32): repeatable, for nothing that must be secret. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The schools of the demonstration. None of them exists; their URNs, LA codes and numbers have the form of real ones. */

export type SchoolKind = 'nursery' | 'infant' | 'junior' | 'primary' | 'church-primary' | 'special' | 'secondary'

export interface DemonstrationSchool {
  readonly urn: string
  readonly name: string
  readonly kind: SchoolKind
  readonly laCode: string
  readonly town: string
  /** Metres on the British National Grid. */
  readonly easting: number
  readonly northing: number
  readonly group?: 'trust' | 'federation'
}

export const areas = {
  '971': { name: 'Wenmoor', easting: 372_000, northing: 452_000 },
  '972': { name: 'Calderhythe', easting: 384_000, northing: 441_000 },
} as const

export const trust = { uid: '9001', number: 'TR90001', name: 'Tarnside Learning Trust', firstDay: '2018-09-01' }
export const federation = { uid: '9002', number: 'FD90002', name: 'Tanner Street Federation', firstDay: '2021-09-01' }

/** Closed: Thornholme Academy carries it on. */
export const closedSchool = { urn: '900037', name: 'Thornholme School', successorUrn: '900010', lastDay: '2018-08-31' }

/** Name, kind, town, kilometres east and north of the area's corner, group. A school's place in the list gives its URN. */
type Line = readonly [name: string, kind: SchoolKind, town: string, east: number, north: number, group?: 'trust' | 'federation']

const lines: Record<keyof typeof areas, readonly Line[]> = {
  '971': [
    ['Wenford High School', 'secondary', 'Wenford', 4.1, 3.2],
    ['Millbrook Primary School', 'primary', 'Wenford', 3.6, 2.9],
    ['St Aidan’s Church of England Primary School', 'church-primary', 'Wenford', 4.4, 3.9],
    ['Tanner Street Infant School', 'infant', 'Wenford', 4.9, 3.1, 'federation'],
    ['Tanner Street Junior School', 'junior', 'Wenford', 5.0, 3.1, 'federation'],
    ['Wenford Nursery School', 'nursery', 'Wenford', 4.2, 2.7],
    ['Larkfield School', 'special', 'Wenford', 5.6, 3.8],
    ['Hollin Bank Primary School', 'primary', 'Wenford', 3.0, 3.7],
    ['Thornholme Primary School', 'primary', 'Thornholme', 8.2, 6.1],
    ['Thornholme Academy', 'secondary', 'Thornholme', 8.6, 6.4, 'trust'],
    ['Beckside Primary Academy', 'primary', 'Thornholme', 8.0, 6.9, 'trust'],
    ['Ashgarth Primary Academy', 'primary', 'Ashgarth', 9.9, 7.5, 'trust'],
    ['Moorgate Primary School', 'primary', 'Kirkwen', 2.1, 8.8],
    ['Ellerby Church of England Primary School', 'church-primary', 'Ellerby', 0.9, 6.0],
    ['Kirkwen Primary School', 'primary', 'Kirkwen', 1.7, 8.2],
    ['Kirkwen High School', 'secondary', 'Kirkwen', 1.4, 8.5],
    ['Fellside School', 'special', 'Kirkwen', 2.5, 9.3],
    ['Ravenstock Primary School', 'primary', 'Ravenstock', 6.3, 9.7],
  ],
  '972': [
    ['Hythe Academy', 'secondary', 'Calderhythe', 6.0, 4.0, 'trust'],
    ['Saltgate Primary Academy', 'primary', 'Calderhythe', 6.6, 4.3, 'trust'],
    ['Calder Bridge Primary School', 'primary', 'Calder Bridge', 2.2, 5.1],
    ['Dunmere Primary School', 'primary', 'Dunmere', 1.4, 6.6],
    ['Holy Cross Church of England Primary School', 'church-primary', 'Calder Bridge', 2.5, 5.6],
    ['Calder Valley High School', 'secondary', 'Calder Bridge', 2.9, 4.7],
    ['Woodend Infant School', 'infant', 'Dunmere', 1.1, 6.9],
    ['Woodend Junior School', 'junior', 'Dunmere', 1.2, 6.9],
    ['Quayside Primary School', 'primary', 'Calderhythe', 7.1, 3.6],
    ['Lantern Street Primary School', 'primary', 'Calderhythe', 6.8, 4.8],
    ['Marsh Lane Junior School', 'junior', 'Calderhythe', 7.6, 4.4],
    ['St Brannock’s Church of England Primary School', 'church-primary', 'Calderhythe', 7.3, 5.2],
    ['Harbour High School', 'secondary', 'Calderhythe', 7.0, 4.1],
    ['Osier Bank School', 'special', 'Calderhythe', 8.1, 5.0],
    ['Ropewalk Primary School', 'primary', 'Calderhythe', 7.4, 3.9],
    ['Staithe Nursery School', 'nursery', 'Calderhythe', 6.9, 3.5],
    ['Lowfield Primary School', 'primary', 'Lowfield', 9.4, 7.7],
    ['Northgate High School', 'secondary', 'Lowfield', 9.8, 7.2],
  ],
}

export const schools: readonly DemonstrationSchool[] = Object.entries(lines)
  .flatMap(([laCode, ofArea]) => ofArea.map((line) => ({ laCode: laCode as keyof typeof areas, line })))
  .map(({ laCode, line: [name, kind, town, east, north, group] }, index) => ({
    urn: String(900_001 + index),
    name,
    kind,
    laCode,
    town,
    easting: areas[laCode].easting + east * 1000,
    northing: areas[laCode].northing + north * 1000,
    ...(group && { group }),
  }))

const urns = (first: number, count: number): readonly string[] => Array.from({ length: count }, (_, index) => String(first + index))

/** Wenford's, which are an active network. */
export const activeSchools = urns(900_001, 7)
/** The Calder valley's, of which one refused to sign. */
export const formingSchools = urns(900_021, 6)
/** Calderhythe's, which are no network yet: for whoever tries how schools become one. */
export const free = urns(900_027, 7)
export const trustSchools = schools.filter(({ group }) => group === 'trust').map(({ urn }) => urn)
/** Schools that share data with the integrator. */
export const sharedSchools = [...activeSchools, ...trustSchools, ...formingSchools, ...free].sort()

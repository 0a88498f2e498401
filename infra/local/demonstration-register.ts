/** The demonstration's schools as the national register writes them: its three CSV files. */
import { areas, closedSchool, type DemonstrationSchool, federation, type SchoolKind, schools, trust } from './demonstration-schools.ts'

type Row = Readonly<Record<string, string>>

interface OfKind {
  readonly phase: readonly [code: string, name: string]
  readonly type: readonly [code: string, name: string]
  readonly ages: readonly [low: string, high: string]
  /** Numbers of such schools begin here. */
  readonly numbers: number
}

const nursery = ['1', 'Nursery'] as const
const primary = ['2', 'Primary'] as const
const secondary = ['4', 'Secondary'] as const
const community = ['01', 'Community school'] as const
const academy = ['34', 'Academy converter'] as const

const kinds: Record<SchoolKind, OfKind> = {
  nursery: { phase: nursery, type: ['15', 'Local authority nursery school'], ages: ['2', '5'], numbers: 1000 },
  infant: { phase: primary, type: community, ages: ['4', '7'], numbers: 2000 },
  junior: { phase: primary, type: community, ages: ['7', '11'], numbers: 2000 },
  primary: { phase: primary, type: community, ages: ['3', '11'], numbers: 2000 },
  'church-primary': { phase: primary, type: ['02', 'Voluntary aided school'], ages: ['4', '11'], numbers: 3300 },
  special: { phase: ['0', 'Not applicable'], type: ['07', 'Community special school'], ages: ['3', '19'], numbers: 7000 },
  secondary: { phase: secondary, type: community, ages: ['11', '18'], numbers: 4000 },
}

export function registerFiles(): { readonly establishments: string; readonly links: string; readonly groups: string } {
  return { establishments: csv([...schools.map(establishment), closed()]), links: csv(links()), groups: csv(groups()) }
}

function establishment(school: DemonstrationSchool, index: number): Row {
  const { urn, name, kind, laCode, town, easting, northing, group } = school
  const { phase, type: ofKind, ages, numbers } = kinds[kind]
  const type = group === 'trust' ? academy : ofKind
  return {
    URN: urn,
    'LA (code)': laCode,
    'LA (name)': areas[laCode as keyof typeof areas].name,
    EstablishmentNumber: String(numbers + index + 1),
    EstablishmentName: name,
    'TypeOfEstablishment (code)': type[0],
    'TypeOfEstablishment (name)': type[1],
    'EstablishmentStatus (code)': '1',
    'EstablishmentStatus (name)': 'Open',
    OpenDate: group === 'trust' ? registerDay(trust.firstDay) : '',
    CloseDate: '',
    'PhaseOfEducation (code)': phase[0],
    'PhaseOfEducation (name)': phase[1],
    StatutoryLowAge: ages[0],
    StatutoryHighAge: ages[1],
    'Gender (name)': 'Mixed',
    'ReligiousCharacter (name)': kind === 'church-primary' ? 'Church of England' : 'Does not apply',
    'TrustSchoolFlag (name)': group === 'trust' ? 'Supported by a multi-academy trust' : 'Not supported by a trust',
    'Trusts (code)': group === 'trust' ? trust.uid : '',
    'Trusts (name)': group === 'trust' ? trust.name : '',
    'FederationFlag (name)': group === 'federation' ? 'Supported by a federation' : 'Not under a federation',
    'Federations (code)': group === 'federation' ? federation.uid : '',
    'Federations (name)': group === 'federation' ? federation.name : '',
    UKPRN: String(19_000_001 + index),
    Street: `${3 + ((index * 7) % 90)} School Lane`,
    Town: town,
    'County (name)': areas[laCode as keyof typeof areas].name,
    // No area of the Royal Mail's begins with ZZ.
    Postcode: `ZZ${laCode === '971' ? 1 : 2} ${index % 10}AB`,
    'GOR (name)': 'North West',
    Easting: String(easting),
    Northing: String(northing),
  }
}

function closed(): Row {
  const { urn, name, successorUrn, lastDay } = closedSchool
  const successor = schools.findIndex((school) => school.urn === successorUrn)
  return {
    ...establishment(schools[successor]!, successor),
    URN: urn,
    EstablishmentNumber: '4900',
    EstablishmentName: name,
    'TypeOfEstablishment (code)': community[0],
    'TypeOfEstablishment (name)': community[1],
    'EstablishmentStatus (code)': '2',
    'EstablishmentStatus (name)': 'Closed',
    OpenDate: '',
    CloseDate: registerDay(lastDay),
    'TrustSchoolFlag (name)': 'Not supported by a trust',
    'Trusts (code)': '',
    'Trusts (name)': '',
    UKPRN: '',
  }
}

/** Each link stands in the file twice, seen from both ends. */
function links(): Row[] {
  const { urn, name, successorUrn } = closedSchool
  const successor = schools.find((school) => school.urn === successorUrn)!
  const day = registerDay(trust.firstDay)
  return [
    { URN: urn, LinkURN: successorUrn, LinkName: successor.name, LinkType: 'Successor', LinkEstablishedDate: day },
    { URN: successorUrn, LinkURN: urn, LinkName: name, LinkType: 'Predecessor', LinkEstablishedDate: day },
  ]
}

function groups(): Row[] {
  return schools
    .filter(({ group }) => group !== undefined)
    .map(({ urn, name, group }) => {
      const { uid, number, name: groupName, firstDay } = group === 'trust' ? trust : federation
      return {
        'Group UID': uid,
        'Group ID': number,
        'Group Name': groupName,
        'Group Type (code)': group === 'trust' ? '06' : '01',
        'Group Type': group === 'trust' ? 'Multi-academy trust' : 'Federation',
        'Group Status': 'Open',
        'Incorporated on (open date)': group === 'trust' ? registerDay(firstDay) : '',
        'Open date': registerDay(firstDay),
        'Closed Date': '',
        URN: urn,
        EstablishmentName: name,
        'Joined date': registerDay(firstDay),
      }
    })
}

/** As the register writes files: every field quoted, CRLF. All rows have the columns of the first. */
function csv(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0]!)
  const line = (fields: readonly string[]) => `${fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(',')}\r\n`
  return line(columns) + rows.map((row) => line(columns.map((column) => row[column] ?? ''))).join('')
}

/** As the register writes days. */
function registerDay(day: string): string {
  return day.split('-').reverse().join('-')
}

/** Who works at the demonstration's schools. Nobody of them exists; the same school always has the same staff. */
import { type DemonstrationSchool, type SchoolKind, schools } from './demonstration-schools.ts'

export interface Name {
  readonly given: string
  readonly family: string
}

export type StaffCategory =
  | 'head-teacher'
  | 'deputy-or-assistant-head'
  | 'middle-leader'
  | 'teacher'
  | 'early-career-teacher'
  | 'trainee'
  | 'classroom-assistant'
  | 'support-staff'

/** As a staff return tells of an employment. */
export interface StaffItem {
  readonly reference: string
  readonly trn?: string
  readonly email?: string
  readonly emailVerified?: boolean
  readonly name: Name
  readonly employment: {
    readonly workingDays: readonly string[]
    readonly fte: number
    readonly staffCategory: StaffCategory
    readonly firstDay: string
  }
}

const givenNames =
  'Aisha Alan Amina Andrew Anita Ben Bethan Carol Chidi Claire Daniel David Deborah Dilys Elena Emma Farah Fiona Gareth George Grace Hannah Harpreet Helen Ian Imran Isla Jacob James Janet Jasmine Joanna Karen Kofi Laura Leah Lewis Lucy Malik Marek Maria Martin Mei Mohammed Naomi Natalie Nadia Oliver Olu Owen Pam Paul Priya Rachel Ravi Rebecca Robert Rosie Ruth Sam Sana Sarah Sean Simon Sophie Stephen Susan Tariq Tess Tom Usha Victoria Wendy Will Yasmin Zoe'.split(
    ' ',
  )
const familyNames =
  'Abbott Adeyemi Ahmed Ainsworth Akhtar Barker Begum Bell Birkett Booth Bright Carr Chaudhry Clegg Cole Cooper Crosby Dawson Desai Dixon Eastham Ellis Fairclough Farooq Fletcher Ford Gill Greaves Haigh Hale Hall Hardy Harris Hartley Hill Holt Hussain Iqbal Jackson Jones Kaur Kaye Kellett Khan Kowalski Lister Lloyd Lowe Marsh Mason Mensah Mistry Moss Nowak Okafor Osei Parry Patel Pearce Pickup Platt Quinn Rahman Reid Riley Rowe Sharp Shaw Singh Slater Sutton Swift Thorne Tyler Walsh Ward Webb Whittle Wood Yates'.split(
    ' ',
  )

/** How many of each category, beside one head. */
const small = { 'deputy-or-assistant-head': 1, teacher: 4, 'early-career-teacher': 1, 'classroom-assistant': 3, 'support-staff': 1 }
const staffing: Record<SchoolKind, Partial<Record<StaffCategory, number>>> = {
  nursery: { 'deputy-or-assistant-head': 1, teacher: 2, 'classroom-assistant': 4 },
  infant: small,
  junior: small,
  primary: { ...small, 'middle-leader': 1, trainee: 1 },
  'church-primary': small,
  special: { 'deputy-or-assistant-head': 1, 'middle-leader': 1, teacher: 4, 'classroom-assistant': 6, 'support-staff': 1 },
  secondary: {
    ...{ 'deputy-or-assistant-head': 2, 'middle-leader': 3, teacher: 8, 'early-career-teacher': 2, trainee: 1 },
    ...{ 'classroom-assistant': 2, 'support-staff': 2 },
  },
}
const withTrn: ReadonlySet<StaffCategory> = new Set([
  'head-teacher',
  'deputy-or-assistant-head',
  'middle-leader',
  'teacher',
  'early-career-teacher',
])
const wholeWeek = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const
const partOfWeek = ['monday', 'tuesday', 'wednesday'] as const

/** One head for both schools of the federation. */
const federated = { head: '900004', also: '900005' }
/** A music teacher at two schools. */
const shared = { first: '900002', also: '900008' }

/** Schools whose returns tell of somebody whom another school's has to tell of before. */
export const returnedLater: ReadonlySet<string> = new Set([federated.also, shared.also])

/** @param schoolYear the first day of the academic year: early-career teachers and trainees start on it. */
export function staffOf(school: DemonstrationSchool, schoolYear: string): StaffItem[] {
  const { urn, kind } = school
  const random = chance(Number(urn))
  const names = namesFrom(random)
  const items: StaffItem[] = []
  const add = (staffCategory: StaffCategory) => {
    const number = items.length + 1
    const name = names()
    const starts = staffCategory === 'early-career-teacher' || staffCategory === 'trainee'
    const partTime = staffCategory === 'classroom-assistant' && random() < 0.5
    const leads = staffCategory === 'head-teacher' || staffCategory === 'deputy-or-assistant-head'
    items.push({
      reference: `${urn}-${number}`,
      ...(withTrn.has(staffCategory) && { trn: trnOf(urn, number) }),
      ...(leads && { email: addressOf(name, school), emailVerified: true }),
      name,
      employment: {
        workingDays: partTime ? partOfWeek : wholeWeek,
        fte: partTime ? 0.6 : 1,
        staffCategory,
        firstDay: starts ? schoolYear : `20${10 + Math.floor(random() * 14)}-09-01`,
      },
    })
  }
  add('head-teacher')
  for (const [category, count] of Object.entries(staffing[kind])) {
    for (let added = 0; added < count; added++) add(category as StaffCategory)
  }

  if (urn === federated.also) {
    const executive = staffOf(schoolOf(federated.head), schoolYear)[0]!
    items[0] = { ...executive, reference: items[0]!.reference }
  }
  if (urn === shared.first) items.push(musicTeacher(urn, 'monday', 'tuesday'))
  if (urn === shared.also) items.push(musicTeacher(urn, 'wednesday', 'thursday'))
  return items
}

const musicTeacher = (urn: string, ...workingDays: string[]): StaffItem => ({
  reference: `${urn}-music`,
  trn: trnOf(shared.first, 99),
  name: { given: 'Bronwen', family: 'Tully' },
  employment: { workingDays, fte: 0.4, staffCategory: 'teacher', firstDay: '2022-09-01' },
})

/** Somebody who works at no school: a governor, an officer of an authority. */
export function nameOf(seed: number): Name {
  return namesFrom(chance(seed))()
}

const schoolOf = (urn: string): DemonstrationSchool => schools.find((school) => school.urn === urn)!

/** No school has two people of one name. */
function namesFrom(random: () => number): () => Name {
  const taken = new Set<string>()
  const pick = (from: readonly string[]): string => {
    const left = from.filter((name) => !taken.has(name))
    const name = left[Math.floor(random() * left.length)]!
    taken.add(name)
    return name
  }
  return () => ({ given: pick(givenNames), family: pick(familyNames) })
}

const addressOf = ({ given, family }: Name, { name }: DemonstrationSchool): string => {
  const domain = name
    .toLowerCase()
    .replace(/[^a-z ]/g, '')
    .replaceAll(' ', '-')
  return `${given}.${family}@${domain}.example`.toLowerCase()
}

const trnOf = (urn: string, number: number): string => `9${urn.slice(-3)}${String(number).padStart(3, '0')}`

/** A small generator of pseudo-random numbers (Mulberry32): repeatable, for nothing that must be secret. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * The register's establishments file (Get Information about Schools, "edubasealldata"): the one place that knows its columns.
 * A successor register gets a file like this one beside it.
 *
 * Heads' names and telephone numbers are in it and are not read.
 */

import type { GroupFamily, GroupKind } from '../school-groups/group-kind.ts'
import { toWgs84 } from '../schools/national-grid.ts'
import { searchName } from '../schools/search-name.ts'
import type { Field, RegisterFile, Said } from './register-file.ts'
import { codeOf, dayOf, matching, textOf, wholeNumber } from './register-values.ts'

const text = (column: string, name: string, maxLength: number): Field => ({ column, name, read: textOf(maxLength) })

const fields: readonly Field[] = [
  { column: 'URN', name: 'urn', read: matching(/^\d{6}$/, 'six digits'), required: true, vital: true },
  { column: 'EstablishmentName', name: 'name', read: textOf(200), required: true, vital: true },
  { column: 'EstablishmentStatus (code)', name: 'status', read: codeOf(['1', '2', '3', '4']), required: true, vital: true },
  { column: 'PhaseOfEducation (code)', name: 'phase', read: codeOf(['0', '1', '2', '3', '4', '5', '6', '7']), vital: true },
  { column: 'LA (code)', name: 'la_code', read: matching(/^\d{3}$/, 'three digits'), vital: true },
  text('LA (name)', 'la_name', 100),
  { column: 'EstablishmentNumber', name: 'establishment_number', read: matching(/^\d{4}$/, 'four digits') },
  { column: 'TypeOfEstablishment (code)', name: 'type_code', read: matching(/^\d{1,3}$/, 'up to three digits') },
  text('TypeOfEstablishment (name)', 'type_name', 100),
  { column: 'OpenDate', name: 'first_day', read: dayOf, vital: true },
  { column: 'CloseDate', name: 'last_day', read: dayOf, vital: true },
  { column: 'ReasonEstablishmentOpened (code)', name: 'reason_opened', read: matching(/^\d{1,3}$/, 'up to three digits') },
  { column: 'ReasonEstablishmentClosed (code)', name: 'reason_closed', read: matching(/^\d{1,3}$/, 'up to three digits') },
  { column: 'StatutoryLowAge', name: 'low_age', read: wholeNumber(0, 99) },
  { column: 'StatutoryHighAge', name: 'high_age', read: wholeNumber(0, 99) },
  text('Gender (name)', 'gender', 50),
  text('ReligiousCharacter (name)', 'religious_character', 100),
  { column: 'UKPRN', name: 'ukprn', read: matching(/^\d{8}$/, 'eight digits') },
  text('Street', 'street', 200),
  text('Locality', 'locality', 200),
  text('Address3', 'address3', 200),
  text('Town', 'town', 100),
  text('County (name)', 'county', 100),
  text('Postcode', 'postcode', 10),
  text('GOR (name)', 'region', 100),
  text('SchoolWebsite', 'website', 300),
  { column: 'Easting', name: 'easting', read: wholeNumber(0, 800_000) },
  { column: 'Northing', name: 'northing', read: wholeNumber(0, 1_400_000) },
  text('TrustSchoolFlag (name)', 'trust_flag', 100),
  { column: 'Trusts (code)', name: 'trust_uid', read: matching(/^\d{1,8}$/, 'the UID of one group') },
  text('Trusts (name)', 'trust_name', 200),
  text('FederationFlag (name)', 'federation_flag', 100),
  { column: 'Federations (code)', name: 'federation_uid', read: matching(/^\d{1,8}$/, 'the UID of one group') },
  text('Federations (name)', 'federation_name', 200),
]

export const establishmentsFile: RegisterFile = {
  fields,
  keyOf: ({ urn }) => urn as string,
  keyName: 'URN',
  meaning(said, { extractedOn, unsaid, refuse, changesByDay }) {
    const { status } = said
    const days = believedDays(said as Record<string, string | undefined>, extractedOn)
    if (days.first_day !== undefined && days.last_day !== undefined && days.last_day < days.first_day) {
      refuse({ refused: 'row', column: 'CloseDate', rule: 'date', detail: 'The school closes before it opens.' })
    }
    if ([said.first_day, said.last_day].some((day) => day !== undefined && day >= extractedOn)) changesByDay()
    const placeUnsaid = unsaid.includes('easting') || unsaid.includes('northing')
    return {
      name: said.name,
      search_name: searchName(said.name as string),
      status,
      phase: said.phase,
      la_code: said.la_code,
      la_name: said.la_name,
      establishment_number: said.establishment_number,
      type_code: said.type_code,
      type_name: said.type_name,
      ...days,
      reason_opened: said.reason_opened,
      reason_closed: said.reason_closed,
      low_age: said.low_age,
      high_age: said.high_age,
      gender: said.gender,
      religious_character: said.religious_character,
      ukprn: said.ukprn,
      street: said.street,
      locality: said.locality,
      address3: said.address3,
      town: said.town,
      county: said.county,
      postcode: said.postcode,
      region: said.region,
      website: said.website,
      ...placeOf(said),
      ...groupsOf(said as Record<string, string | undefined>),
      unsaid: placeUnsaid ? [...unsaid, ...placeColumns] : unsaid.length > 0 ? unsaid : undefined,
    }
  },
}

const placeColumns = ['easting', 'northing', 'latitude', 'longitude']

/** Where code and day contradict each other on the day of the extract, the code counts, and the day is not believed. */
function believedDays({ status, first_day, last_day }: Record<string, string | undefined>, extractedOn: string) {
  const opens = first_day !== undefined && (status === '4' ? first_day > extractedOn : first_day <= extractedOn)
  const closes = last_day !== undefined && (status === '2' ? last_day <= extractedOn : last_day >= extractedOn)
  return { first_day: opens ? first_day : undefined, last_day: closes ? last_day : undefined }
}

/** A grid reference has two halves, and 0,0 is how the register writes that it has none. */
function placeOf({ easting, northing }: Said) {
  if (typeof easting !== 'number' || typeof northing !== 'number' || (easting === 0 && northing === 0)) return undefined
  return { easting, northing, ...toWgs84(easting, northing) }
}

/** The flag says which kind of trust supports a school, or that none does. */
const trustFlags: Record<string, GroupKind | 'none'> = {
  'supported by a multi-academy trust': 'multi-academy-trust',
  'supported by a single-academy trust': 'single-academy-trust',
  'supported by a trust': 'foundation-trust',
  'supported by an umbrella trust': 'umbrella-trust',
  'not supported by a trust': 'none',
  'not applicable': 'none',
}
const federationFlags: Record<string, GroupKind | 'none'> = {
  'supported by a federation': 'federation',
  'under a federation': 'federation',
  'not under a federation': 'none',
  'not applicable': 'none',
}

/** `groups`: each that the row names. `left`: of which family it says that the school is in none. */
function groupsOf(said: Record<string, string | undefined>) {
  const groups: { uid: string; name: string; kind: GroupKind }[] = []
  const left: GroupFamily[] = []
  const say = (family: GroupFamily, flags: typeof trustFlags, otherwise?: GroupKind) => {
    const uid = said[`${family}_uid`]
    const flag = said[`${family}_flag`]
    const kind = (flag === undefined ? undefined : flags[flag.toLowerCase()]) ?? otherwise
    if (uid !== undefined && kind !== undefined && kind !== 'none') groups.push({ uid, name: said[`${family}_name`] ?? uid, kind })
    else if (uid === undefined && kind === 'none') left.push(family)
  }
  say('trust', trustFlags)
  say('federation', federationFlags, 'federation')
  return { groups: groups.length > 0 ? groups : undefined, left: left.length > 0 ? left : undefined }
}

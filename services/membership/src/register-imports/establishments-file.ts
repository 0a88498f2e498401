/**
 * The register's establishments file (Get Information about Schools, "edubasealldata"): the one place that knows its columns.
 * A successor register gets a file like this one beside it.
 *
 * Heads' names and telephone numbers are in it and are not read.
 */
import { toWgs84 } from '../schools/national-grid.ts'
import { searchName } from '../schools/search-name.ts'
import type { GroupFamily, GroupKind } from '../school-groups/group-kind.ts'
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
  finish(said, { extractedOn, refuse }) {
    said.search_name = searchName(said.name as string)

    // Where code and day contradict each other on the day of the extract, the code counts, and the day is not believed.
    const { status, first_day, last_day } = said
    if (status === '4' ? first_day !== undefined && first_day <= extractedOn : first_day !== undefined && first_day > extractedOn) delete said.first_day
    if (status === '2' ? last_day !== undefined && last_day > extractedOn : last_day !== undefined && last_day < extractedOn) delete said.last_day
    if (said.first_day !== undefined && said.last_day !== undefined && said.last_day < said.first_day) {
      refuse({ refused: 'row', column: 'CloseDate', rule: 'date', detail: 'The school closes before it opens.' })
    }

    // A grid reference has two halves, and 0,0 is how the register writes that it has none.
    const unsaid = said.unsaid
    if (unsaid?.includes('easting') || unsaid?.includes('northing')) unsaid.push('easting', 'northing', 'latitude', 'longitude')
    if ((said.easting === undefined) !== (said.northing === undefined) || (said.easting === 0 && said.northing === 0)) {
      delete said.easting
      delete said.northing
    }
    if (said.easting !== undefined) {
      const place = toWgs84(said.easting as number, said.northing as number)
      said.latitude = place.latitude
      said.longitude = place.longitude
    }
    sayGroups(said)
  },
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
function sayGroups(said: Said): void {
  const groups: { uid: string; name: string; kind: GroupKind }[] = []
  const left: GroupFamily[] = []
  const say = (family: GroupFamily, flags: typeof trustFlags, otherwise: GroupKind | undefined) => {
    const { [`${family}_uid`]: uid, [`${family}_name`]: name, [`${family}_flag`]: flag } = said as Record<string, string | undefined>
    const kind = flags[flag?.toLowerCase() ?? ''] ?? otherwise
    if (uid !== undefined && kind !== undefined && kind !== 'none') groups.push({ uid, name: name ?? uid, kind })
    else if (uid === undefined && kind === 'none') left.push(family)
    for (const field of ['uid', 'name', 'flag']) delete said[`${family}_${field}`]
  }
  say('trust', trustFlags, undefined)
  say('federation', federationFlags, 'federation')
  if (groups.length > 0) said.groups = groups
  if (left.length > 0) said.left = left
}

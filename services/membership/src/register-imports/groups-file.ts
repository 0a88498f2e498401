/**
 * The register's file of groups with their schools: a row per group and school, or a row per group without a school. The
 * single files of groups and of links to them have these columns, too.
 */
import type { GroupKind } from '../school-groups/group-kind.ts'
import type { RegisterFile } from './register-file.ts'
import { dayOf, matching, textOf, Wrong } from './register-values.ts'

/** `Group Type (code)`. */
const kindByCode: Record<string, GroupKind> = {
  '01': 'federation',
  '02': 'foundation-trust',
  '05': 'sponsor',
  '06': 'multi-academy-trust',
  '07': 'umbrella-trust',
  '08': 'childrens-centres',
  '09': 'childrens-centres',
  '10': 'single-academy-trust',
}

/** `Group Type`, which newer types have before their code is known here. */
const kindByName: Record<string, GroupKind> = {
  federation: 'federation',
  trust: 'foundation-trust',
  'school sponsor': 'sponsor',
  'multi-academy trust': 'multi-academy-trust',
  'umbrella trust': 'umbrella-trust',
  "children's centres group": 'childrens-centres',
  "children's centres collaboration": 'childrens-centres',
  'single-academy trust': 'single-academy-trust',
  'secure single-academy trust': 'single-academy-trust',
}

export const groupsFile: RegisterFile = {
  fields: [
    { column: 'Group UID', name: 'uid', read: matching(/^\d{1,8}$/, 'up to eight digits'), required: true, vital: true },
    { column: 'Group ID', name: 'group_number', read: textOf(20) },
    { column: 'Group Name', name: 'name', read: textOf(200), required: true, vital: true },
    { column: 'Group Type (code)', name: 'kind', read: kindOf, vital: true },
    { column: 'Group Type', name: 'kind_name', read: textOf(100) },
    { column: 'Companies House Number', name: 'companies_house_number', read: textOf(20) },
    { column: 'UKPRN', name: 'ukprn', read: matching(/^\d{8}$/, 'eight digits') },
    { column: 'Incorporated on (open date)', name: 'incorporated_on', read: dayOf, vital: true },
    { column: 'Open date', name: 'first_day', read: dayOf, vital: true },
    { column: 'Closed Date', name: 'last_day', read: dayOf, vital: true },
    { column: 'URN', name: 'urn', read: matching(/^\d{6}$/, 'six digits'), vital: true },
    { column: 'Joined date', name: 'joined_on', read: dayOf, vital: true },
  ],
  keyOf: ({ uid, urn }) => `${uid} ${urn ?? ''}`,
  keyName: 'group and school',
  meaning({ kind_name, incorporated_on, ...said }, { refuse }) {
    const { last_day } = said
    const first_day = said.first_day ?? incorporated_on
    const kind = kindByCode[said.kind as string] ?? kindByName[String(kind_name ?? '').toLowerCase()]
    if (kind === undefined) {
      refuse({
        refused: 'row',
        column: 'Group Type (code)',
        rule: 'code',
        detail: 'No type of group that is known here, by code or by name.',
      })
    }
    if (first_day !== undefined && last_day !== undefined && last_day < first_day) {
      refuse({ refused: 'row', column: 'Closed Date', rule: 'date', detail: 'The group ends before it begins.' })
    }
    return { ...said, first_day, kind }
  },
}

/** Whether it is known is decided together with the name. */
function kindOf(text: string): string | Wrong {
  return /^\d{1,2}$/.test(text)
    ? text.padStart(2, '0')
    : new Wrong('code', `Must be a number of two digits, and is "${text.slice(0, 20)}".`)
}

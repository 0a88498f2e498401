/** The register's links file: what one establishment is to another. Each row says what `LinkURN` is of `URN`. */
import type { RegisterFile } from './register-file.ts'
import { dayOf, matching, textOf } from './register-values.ts'

export const linksFile: RegisterFile = {
  fields: [
    { column: 'URN', name: 'urn', read: matching(/^\d{6}$/, 'six digits'), required: true, vital: true },
    { column: 'LinkURN', name: 'link_urn', read: matching(/^\d{6}$/, 'six digits'), required: true, vital: true },
    { column: 'LinkType', name: 'link_type', read: textOf(100), required: true, vital: true },
    { column: 'LinkEstablishedDate', name: 'established_on', read: dayOf, vital: true },
  ],
  keyOf: ({ urn, link_urn, link_type }) => `${urn} ${link_urn} ${link_type}`,
  keyName: 'link',
  meaning(said, { refuse }) {
    if (said.urn === said.link_urn) refuse({ refused: 'row', column: 'LinkURN', rule: 'same', detail: 'A school is linked to itself.' })
    return said
  },
}

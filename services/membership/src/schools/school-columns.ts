/** The columns of `school` that the register fills, and which aspect of a school each belongs to. */
export type Aspect =
  | 'name'
  | 'status'
  | 'phase'
  | 'type'
  | 'days'
  | 'ages'
  | 'character'
  | 'ukprn'
  | 'address'
  | 'location'
  | 'local-authority'

export interface SchoolColumn {
  readonly column: string
  readonly type: 'text' | 'date' | 'smallint' | 'integer' | 'double precision'
  readonly aspect: Aspect
  /** The one that it is made from. */
  readonly from?: string
}

const columns = (aspect: Aspect, type: SchoolColumn['type'], ...names: string[]): SchoolColumn[] =>
  names.map((column) => ({ column, type, aspect }))

export const schoolColumns: readonly SchoolColumn[] = [
  ...columns('name', 'text', 'name'),
  { column: 'search_name', type: 'text', aspect: 'name', from: 'name' },
  ...columns('status', 'text', 'status'),
  ...columns('phase', 'text', 'phase'),
  ...columns('type', 'text', 'type_code', 'type_name'),
  ...columns('days', 'date', 'first_day', 'last_day'),
  ...columns('days', 'text', 'reason_opened', 'reason_closed'),
  ...columns('ages', 'smallint', 'low_age', 'high_age'),
  ...columns('character', 'text', 'gender', 'religious_character'),
  ...columns('ukprn', 'text', 'ukprn'),
  ...columns('address', 'text', 'street', 'locality', 'address3', 'town', 'county', 'postcode', 'region', 'website'),
  ...columns('location', 'integer', 'easting', 'northing'),
  { column: 'latitude', type: 'double precision', aspect: 'location', from: 'easting' },
  { column: 'longitude', type: 'double precision', aspect: 'location', from: 'easting' },
]

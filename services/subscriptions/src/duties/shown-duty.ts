import { withoutNulls } from '@nlc/runtime'
import { sql } from 'kysely'

export const dutyColumns = sql`
  d.id, d.client_id as "clientId", d.kind, d.agreement_id as "agreementId", d.place, d.person_id as "personId",
  d.told_at as "toldAt", d.acknowledged_at as "acknowledgedAt"`

export interface DutyRow {
  readonly id: string
  readonly clientId: string
  readonly kind: 'delete-shared' | 'erase-person'
  readonly agreementId: string | null
  readonly place: string | null
  readonly personId: string | null
  readonly toldAt: Date
  readonly acknowledgedAt: Date | null
}

export const shownDuty = (row: DutyRow) => withoutNulls(row)

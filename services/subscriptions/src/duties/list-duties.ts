import { ListDuties } from '@nlc/contracts/subscriptions'
import { decodeCursor, handle, isNationalBody, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { type DutyRow, dutyColumns, shownDuty } from './shown-duty.ts'

export const listDuties = handle(
  ListDuties,
  async ({ clientId, kind, acknowledged, toldBefore, after, limit = 50 }, { sql: db, caller }) => {
    const own = isNationalBody(caller) ? sql`true` : caller.person === undefined ? sql`d.client_id = ${caller.client}` : sql`false`
    const [from] = decodeCursor(after, 1) ?? []
    const { rows } = await sql<DutyRow>`
      select ${dutyColumns} from duty d
      where ${own} and d.told_at is not null and (${from ?? null}::uuid is null or d.id > ${from ?? null}::uuid)
        and (${clientId ?? null}::text is null or d.client_id = ${clientId ?? null})
        and (${kind ?? null}::text is null or d.kind = ${kind ?? null})
        and (${acknowledged ?? null}::boolean is null or (d.acknowledged_at is not null) = ${acknowledged ?? null})
        and (${toldBefore ?? null}::timestamptz is null or d.told_at < ${toldBefore ?? null}::timestamptz)
      order by d.id limit ${limit + 1}`.execute(db)
    return pageFrom(rows.map(shownDuty), limit, ({ id }) => [id])
  },
)

import { NoSuchSubscription, ReportGaps } from '@nlc/contracts/subscriptions'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { readOwn } from '../subscriptions/read-subscription.ts'
import { gapsBetween } from './gaps.ts'

const most = 1_000

export const reportGaps = handle(ReportGaps, async ({ subscriptionId, received = [] }, { sql: db, caller, fail }) => {
  const { id, firstNumber, lastNumber, acknowledgedNumber } = (await readOwn(db, caller, subscriptionId)) ?? fail(NoSuchSubscription)
  const gaps = gapsBetween(1, lastNumber, [{ from: 1, to: acknowledgedNumber }, ...received])
  // Each gap in pieces, by what became of the messages in it.
  const { rows } = await sql<{ from: number; to: number; state: 'readable' | 'withheld' | 'expired' }>`
    with gap as (
      select * from jsonb_to_recordset(${JSON.stringify(gaps)}::jsonb) as g("from" bigint, "to" bigint)
    ), kept as (
      select g."from" as gap, m.number, m.withheld_at is not null as withheld,
        m.number - row_number() over (partition by g."from", m.withheld_at is not null order by m.number) as run
      from gap g join mailbox_message m on m.subscription_id = ${id} and m.number between greatest(g."from", ${firstNumber}) and g."to"
    )
    select "from", least("to", ${firstNumber - 1}) as "to", 'expired' as state from gap where "from" < ${firstNumber}
    union all
    select min(number), max(number), case when withheld then 'withheld' else 'readable' end from kept group by gap, withheld, run
    order by 1 limit ${most + 1}`.execute(db)
  return { firstNumber, lastNumber, acknowledgedNumber, gaps: rows.slice(0, most), more: rows.length > most }
})

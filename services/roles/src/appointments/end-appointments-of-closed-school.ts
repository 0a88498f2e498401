import { Urn } from '@nlc/contracts/formats'
import { type Step, work } from '@nlc/runtime'
import { sql } from 'kysely'
import { settlingEvents as emits } from './settle-appointments.ts'
import { settleAppointmentsAt } from './settle-appointments-at.ts'

/** What is held through a school that closed ends on its closing day, which counts; unless another carries it on, or that is awaited. */
export const endAppointmentsOfClosedSchool = work(
  'roles.end-appointments-of-closed-school',
  { input: { urn: Urn }, emits },
  async ({ urn }, _, change): Promise<Step<null>> => {
    const { rows } = await sql`
      insert into ended_school (urn, last_day)
      select s.urn, s.last_day from known_school s
      where s.urn = ${urn} and s.status = '2' and s.last_day is not null
        and not exists (select from awaited_succession w where w.urn = s.urn) and not exists (select from known_succession k where k.urn = s.urn)
      on conflict (urn) do update set last_day = excluded.last_day where ended_school.last_day <> excluded.last_day
      returning true`.execute(change.sql)
    if (rows.length > 0) await settleAppointmentsAt(change, [urn])
    return { state: null, next: 'done' }
  },
)

import type { Caller, Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { mayManageNetwork, maySignFor } from '../standing.ts'

/** What is held of an appointment on a day. */
export interface HeldOnDay {
  readonly affiliation: 'employment' | 'governance' | 'partner' | 'network'
  readonly paused: boolean
}

export interface AppointmentToPost {
  readonly id: string
  /** Nothing where the role is not held on the day. */
  readonly heldOn: (day: string) => HeldOnDay | undefined
}

interface Period extends HeldOnDay {
  readonly firstDay: string
  readonly lastDay: string | null
  readonly urn: string | null
  readonly groupId: string | null
}

/** An accepted appointment on whose account the caller may post: as a co-leader of its network, a signatory of a place that releases its time, or the national body. */
export async function findAppointmentToPost(db: Sql, caller: Caller, today: string, id: string): Promise<AppointmentToPost | undefined> {
  const { rows } = await sql<{ networkId: string; periods: Period[] }>`
    select network_id as "networkId", periods from appointment where id = ${id}::uuid and was_confirmed`.execute(db)
  const [found] = rows
  if (!found || !(await mayPost(db, caller, today, found.networkId, found.periods))) return undefined
  return {
    id,
    heldOn: (day) => found.periods.find(({ firstDay, lastDay }) => firstDay <= day && (lastDay === null || day <= lastDay)),
  }
}

async function mayPost(db: Sql, caller: Caller, today: string, networkId: string, periods: readonly Period[]): Promise<boolean> {
  if (await mayManageNetwork(db, caller, today, networkId)) return true
  for (const { urn, groupId } of periods) {
    const place = urn !== null ? { urn } : groupId !== null ? { groupId } : undefined
    if (place && (await maySignFor(db, caller, today, place))) return true
  }
  return false
}

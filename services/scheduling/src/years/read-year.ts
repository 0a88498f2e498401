import { NoSuchNetwork } from '@nlc/contracts/membership'
import { DrawNetworkYear, GetNetworkYear } from '@nlc/contracts/scheduling'
import { findNetwork } from '@nlc/known'
import { type Caller, handle, type Sql } from '@nlc/runtime'
import { holds, seesNetwork } from '../standing.ts'
import { drawYear } from './draw-year.ts'
import { readNetworkYear } from './network-year.ts'

const isSeen = async (db: Sql, caller: Caller, today: string, networkId: string): Promise<boolean> =>
  (await findNetwork(db, networkId)) !== undefined && holds(db, seesNetwork(caller, networkId, today))

export const getNetworkYear = handle(GetNetworkYear, async ({ networkId, academicYear }, { sql: db, caller, today, fail }) => {
  if (!(await isSeen(db, caller, today, networkId))) fail(NoSuchNetwork)
  return readNetworkYear(db, networkId, academicYear)
})

export const drawNetworkYear = handle(DrawNetworkYear, async ({ networkId, academicYear }, { sql: db, caller, today, fail }) => {
  if (!(await isSeen(db, caller, today, networkId))) fail(NoSuchNetwork)
  return drawYear(await readNetworkYear(db, networkId, academicYear))
})

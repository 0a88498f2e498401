import { type Caller, isNationalBody, type Sql } from '@nlc/runtime'
import { isCoLeaderOf } from '../standing.ts'

/** The national body, or a client acting for somebody who co-leads the network today. */
export const managesNetwork = async (db: Sql, caller: Caller, today: string, networkId: string): Promise<boolean> =>
  isNationalBody(caller) || (await isCoLeaderOf(db, caller, today, networkId))

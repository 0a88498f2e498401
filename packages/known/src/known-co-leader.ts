import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { movedPieces, type Piece, urnsOf } from './known-chain.ts'
import { knowPerson } from './known-person.ts'
import { carriedOver, instant } from './succession.ts'

export interface KnownCoLeader {
  readonly coLeaderId: string
  readonly networkId: string
  readonly personId: string
  readonly reason: string | null
  /** The earliest first. */
  readonly pieces: readonly Piece[]
}

export async function readCoLeader(db: Sql, coLeaderId: string): Promise<KnownCoLeader | undefined> {
  const { rows } = await sql<KnownCoLeader>`
    select co_leader_id as "coLeaderId", network_id as "networkId", person_id as "personId", max(reason) as reason,
      jsonb_agg(jsonb_build_object('urn', urn, 'firstDay', first_day, 'lastDay', last_day, 'toldAt', ${instant(sql.ref('told_at'))}) order by first_day) as pieces
    from known_co_leader where co_leader_id = ${coLeaderId} group by 1, 2, 3`.execute(db)
  return rows[0]
}

/** @param coLeader whose person may have been merged into another since. */
export async function writeCoLeader(db: Sql, coLeader: KnownCoLeader): Promise<void> {
  const { coLeaderId, networkId, personId, reason, pieces } = coLeader
  const kept = await knowPerson(db, personId)
  await sql`delete from known_co_leader where co_leader_id = ${coLeaderId}`.execute(db)
  await sql`
    insert into known_co_leader (co_leader_id, network_id, person_id, urn, first_day, last_day, reason, told_at)
    select ${coLeaderId}, ${networkId}, ${kept}, r.urn, r."firstDay", r."lastDay", ${reason}, r."toldAt"
    from jsonb_to_recordset(${JSON.stringify(pieces)}::jsonb) as r(urn text, "firstDay" date, "lastDay" date, "toldAt" timestamptz)`.execute(
    db,
  )
}

/** What was told last, carried over by the successions that were said since. */
export async function settleCoLeader(db: Sql, coLeader: KnownCoLeader): Promise<void> {
  const pieces = await carriedOver(db, coLeader.pieces, urnsOf, movedPieces)
  if (JSON.stringify(pieces) !== JSON.stringify(coLeader.pieces)) await writeCoLeader(db, { ...coLeader, pieces })
}

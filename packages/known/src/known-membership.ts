import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { overlap } from './day.ts'
import { movedPieces, type Piece, urnsOf } from './known-chain.ts'
import { carriedOver, instant } from './succession.ts'

export interface KnownMembership {
  readonly membershipId: string
  readonly networkId: string
  /** The earliest first. */
  readonly pieces: readonly Piece[]
}

export async function readMembership(db: Sql, membershipId: string): Promise<KnownMembership | undefined> {
  const { rows } = await sql<KnownMembership>`
    select membership_id as "membershipId", network_id as "networkId",
      jsonb_agg(jsonb_build_object('urn', urn, 'firstDay', first_day, 'lastDay', last_day, 'toldAt', ${instant(sql.ref('told_at'))}) order by first_day) as pieces
    from known_network_school where membership_id = ${membershipId} group by 1, 2`.execute(db)
  return rows[0]
}

export async function writeMembership(db: Sql, { membershipId, networkId, pieces }: KnownMembership): Promise<void> {
  await sql`delete from known_network_school where membership_id = ${membershipId}`.execute(db)
  await sql`
    insert into known_network_school (membership_id, network_id, urn, first_day, last_day, told_at)
    select ${membershipId}, ${networkId}, r.urn, r."firstDay", r."lastDay", r."toldAt"
    from jsonb_to_recordset(${JSON.stringify(pieces)}::jsonb) as r(urn text, "firstDay" date, "lastDay" date, "toldAt" timestamptz)`.execute(
    db,
  )
}

/** What was told last, carried over by the successions that were said since. Where the successor belongs already, two become one. */
export async function settleMembership(db: Sql, membership: KnownMembership): Promise<void> {
  const { membershipId, networkId } = membership
  const pieces = await carriedOver(db, membership.pieces, urnsOf, async (told, succession) => {
    const { rows } = await sql<{ firstDay: string; lastDay: string | null }>`
      select first_day as "firstDay", last_day as "lastDay" from known_network_school
      where network_id = ${networkId} and urn = ${succession.successorUrn} and membership_id <> ${membershipId}`.execute(db)
    return movedPieces(told, succession, (piece) => rows.some((there) => overlap(there, piece)))
  })
  if (JSON.stringify(pieces) !== JSON.stringify(membership.pieces)) await writeMembership(db, { ...membership, pieces })
}

/** Boards: whether there is one, and whether its people are the caller's to keep. */
import type { Caller, Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { mayKeep, type Place } from '../standing.ts'
import type { Board } from './governance-term.ts'

const isId = (reference: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(reference)

/** The board as it is recorded, or nothing where no school or group has this reference. */
export async function findBoard(db: Sql, { kind, reference }: Board): Promise<Board | undefined> {
  const wanted = reference.toLowerCase()
  if (kind === 'group' && !isId(wanted)) return undefined
  const { rows } = await (kind === 'school'
    ? sql`select from school where urn = ${wanted}`
    : sql`select from school_group where id = ${wanted}::uuid`
  ).execute(db)
  return rows.length > 0 ? { kind, reference: wanted } : undefined
}

export const placeOf = ({ kind, reference }: Board): Place => (kind === 'school' ? { urn: reference } : { groupId: reference })

export const mayKeepBoard = (db: Sql, caller: Caller, today: string, board: Board): Promise<boolean> =>
  mayKeep(db, caller, today, placeOf(board))

/**
 * What runs at one school and, after a succession, at the next: a school's membership of a network, a co-leadership. A row for each
 * school; together they are one thing under one id.
 */
import { type Days, splitAt } from './day.ts'
import { concerns, type Succession } from './succession.ts'

export interface Piece extends Days {
  readonly urn: string | null
  /** ISO 8601. */
  readonly toldAt: string
}

/**
 * Carried over to the successor from its first day.
 * @param stays where what would go ends instead, since the successor has its own.
 */
export function movedPieces<T extends Piece>(
  pieces: readonly T[],
  succession: Succession,
  stays: (piece: T) => boolean = () => false,
): readonly T[] {
  const { urn, successorUrn, firstDay } = succession
  const goes = (piece: T) => piece.urn === urn && concerns(succession, piece)
  return pieces
    .flatMap((piece) => (goes(piece) ? splitAt(piece, firstDay) : [piece]))
    .flatMap((piece) => {
      if (!goes(piece)) return [piece]
      return stays(piece) ? [] : [{ ...piece, urn: successorUrn }]
    })
}

export const urnsOf = (pieces: readonly Piece[]): string[] => pieces.flatMap(({ urn }) => (urn === null ? [] : [urn]))

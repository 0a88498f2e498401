import type { DataOf } from '@nlc/contracts/define'
import { GovernanceTermCorrected, GovernanceTermEnded, GovernanceTermStarted, GovernanceTermVoided } from '@nlc/contracts/membership'
import { type ReactionContext, react } from '@nlc/runtime'
import { sql } from 'kysely'
import { lasting } from './day.ts'
import { type KnownTerm, readTerms, type Seat, settleTerm, writeTerm } from './known-term.ts'

type Context = Pick<ReactionContext<never>, 'sql' | 'event'>
type Told = DataOf<typeof GovernanceTermStarted>

const seatOf = ({ board, firstDay, lastDay }: Pick<Told, 'board' | 'firstDay' | 'lastDay'>, toldAt: string): Seat => ({
  boardKind: board.kind,
  boardReference: board.reference,
  firstDay,
  lastDay: lastDay ?? null,
  toldAt,
})

/** What is told of a term that a merge of people, said later, has united with another is in that one already. */
async function keep(
  { sql: db, event }: Context,
  { termId: id, personId }: { termId: string; personId: string },
  tell: (known: KnownTerm | undefined, toldAt: string) => Partial<Pick<KnownTerm, 'category' | 'office' | 'voided' | 'seats'>>,
): Promise<void> {
  const [known] = await readTerms(db, sql`t.id = ${id}`)
  if (known && (known.unitedInto !== null || new Date(known.toldAt) > event.recordedAt)) return
  const toldAt = event.recordedAt.toISOString()
  const term: KnownTerm = {
    ...{ category: 'co-opted', office: null, voided: false, unitedInto: null, seats: [] },
    ...known,
    ...tell(known, toldAt),
    ...{ id, personId, toldAt },
  }
  await writeTerm(db, term)
  await settleTerm(db, term)
}

export const keepTermOnGovernanceTermStarted = react('known.keep-term-started', { on: GovernanceTermStarted }, (told, context) =>
  keep(context, told, (_, toldAt) => ({ category: told.category, office: told.office ?? null, seats: [seatOf(told, toldAt)] })),
)

export const keepTermOnGovernanceTermEnded = react('known.keep-term-ended', { on: GovernanceTermEnded }, (told, context) =>
  keep(context, told, (known) => ({ seats: lasting(known?.seats ?? [], told.lastDay) })),
)

/** The board that is told is the present one: those that the term had before a succession stay. */
export const keepTermOnGovernanceTermCorrected = react('known.keep-term-corrected', { on: GovernanceTermCorrected }, (told, context) =>
  keep(context, told, (known, toldAt) => {
    const [first, ...others] = known?.seats ?? []
    const seats =
      first && others.length > 0
        ? lasting([{ ...first, firstDay: told.firstDay }, ...others], told.lastDay ?? null)
        : [seatOf(told, toldAt)]
    return { category: told.category, office: told.office ?? null, seats }
  }),
)

export const keepTermOnGovernanceTermVoided = react('known.keep-term-voided', { on: GovernanceTermVoided }, (told, context) =>
  keep(context, told, () => ({ voided: true })),
)

import {
  GovernanceTermOverlaps,
  GovernanceTermStarted,
  NoSuchBoard,
  NoSuchPerson,
  PersonWasErased,
  PersonWasMerged,
  StartGovernanceTerm,
} from '@nlc/contracts/membership'
import { handle, newId } from '@nlc/runtime'
import { holdPerson } from '../people/hold-person.ts'
import { findBoard, mayKeepBoard } from './board.ts'
import { GovernanceTerm } from './governance-term.ts'
import { shownTerm, termState } from './shown-governance-term.ts'
import { faultOfDates } from './term-dates.ts'

export const startGovernanceTerm = handle(
  StartGovernanceTerm,
  async ({ personId, board: asked, category, office, firstDay, lastDay }, { em, sql: db, caller, now, today, emit, fail }) => {
    const person = (await holdPerson(db, caller, today, personId)) ?? fail(NoSuchPerson)
    const board = (await findBoard(db, asked)) ?? fail(NoSuchBoard)
    if (!(await mayKeepBoard(db, caller, today, board))) fail(NoSuchBoard)
    if (person.mergedInto) fail(PersonWasMerged, { intoPersonId: person.mergedInto })
    if (person.erased) fail(PersonWasErased)
    const fault = faultOfDates(category, { firstDay, lastDay })
    if (fault) fail(fault)

    const term = GovernanceTerm.started(
      { id: newId(), personId: person.id, board, category, office },
      { firstDay, lastDay: lastDay ?? null },
      now,
    )
    await em.persist(term).flush()
    emit(GovernanceTermStarted, termState(term))
    return shownTerm(term)
  },
  { constraints: { governance_term_one_at_a_time: GovernanceTermOverlaps } },
)

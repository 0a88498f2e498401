import {
  EndGovernanceTerm,
  GovernanceTermBackwards,
  GovernanceTermEnded,
  GovernanceTermHasEnded,
  NoSuchGovernanceTerm,
} from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { isBefore } from '../employments/day.ts'
import { findGovernanceTerm } from './find-governance-term.ts'
import { shownTerm } from './shown-governance-term.ts'

export const endGovernanceTerm = handle(
  EndGovernanceTerm,
  async ({ termId, lastDay, reason }, { em, sql: db, caller, now, today, emit, fail, checkVersion }) => {
    const term = (await findGovernanceTerm(em, db, caller, today, termId)) ?? fail(NoSuchGovernanceTerm)
    checkVersion(term)
    if (term.hasEnded || isBefore(term.lastDay ?? null, lastDay)) fail(GovernanceTermHasEnded, { lastDay: term.lastDay ?? undefined })
    if (lastDay < term.firstDay) fail(GovernanceTermBackwards)

    term.end(lastDay, reason, now)
    await em.flush()
    emit(GovernanceTermEnded, { termId: term.id, personId: term.personId, board: term.board, lastDay, reason })
    return shownTerm(term)
  },
)

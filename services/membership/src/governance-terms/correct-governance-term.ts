import { CorrectGovernanceTerm, GovernanceTermCorrected, GovernanceTermOverlaps, NoSuchGovernanceTerm } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { findGovernanceTerm } from './find-governance-term.ts'
import { shownTerm, termState } from './shown-governance-term.ts'
import { faultOfDates } from './term-dates.ts'

export const correctGovernanceTerm = handle(
  CorrectGovernanceTerm,
  async ({ termId, firstDay, lastDay, ...said }, { em, sql: db, caller, now, today, emit, fail, checkVersion }) => {
    const term = (await findGovernanceTerm(em, db, caller, today, termId)) ?? fail(NoSuchGovernanceTerm)
    checkVersion(term)
    const fault = faultOfDates(said.category, { firstDay, lastDay })
    if (fault) fail(fault)

    term.correct(said, { firstDay, lastDay: lastDay ?? null }, now)
    await em.flush()
    emit(GovernanceTermCorrected, termState(term))
    return shownTerm(term)
  },
  { constraints: { governance_term_one_at_a_time: GovernanceTermOverlaps } },
)

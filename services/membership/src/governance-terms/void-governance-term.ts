import { GovernanceTermVoided, NoSuchGovernanceTerm, VoidGovernanceTerm } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { findGovernanceTerm } from './find-governance-term.ts'

export const voidGovernanceTerm = handle(
  VoidGovernanceTerm,
  async ({ termId }, { em, sql: db, caller, now, today, emit, fail, checkVersion }) => {
    const term = (await findGovernanceTerm(em, db, caller, today, termId)) ?? fail(NoSuchGovernanceTerm)
    checkVersion(term)

    term.void(now)
    emit(GovernanceTermVoided, { termId: term.id, personId: term.personId })
  },
)

import { GetGovernanceTerm, NoSuchGovernanceTerm } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { type GovernanceTermRow, shownTerm, termColumns } from './shown-governance-term.ts'
import { seesTerm, termsAsKnown } from './terms-in-view.ts'

export const getGovernanceTerm = handle(GetGovernanceTerm, async ({ termId, asKnownAt }, { sql: db, caller, today, fail }) => {
  const { rows } = await sql<GovernanceTermRow>`
    select ${termColumns} from ${termsAsKnown(asKnownAt)} where t.id = ${termId}::uuid and not t.voided and ${seesTerm(caller, today)}`.execute(
    db,
  )
  return shownTerm(rows[0] ?? fail(NoSuchGovernanceTerm))
})

import { LockMode } from '@mikro-orm/postgresql'
import type { OutputOf } from '@nlc/contracts/define'
import { ApplicationNotInState, DecideApplications, NoSuchApplication } from '@nlc/contracts/membership'
import { handle, isNationalBody, type ProblemDocument, Refusal } from '@nlc/runtime'
import { Application, type ApplicationState } from './application.ts'
import { decide, type FailDecision } from './decide-application.ts'

type Outcome = OutputOf<typeof DecideApplications>['items'][number]

/** Ends the decision of one item, not the command. */
const refuseItem: FailDecision = (problem, ...[details]) => {
  throw new Refusal(problem, details)
}

export const decideApplications = handle(DecideApplications, async ({ items, dryRun = false }, { caller, ...change }) => {
  const { em } = change
  const ids = items.map(({ applicationId }) => applicationId)
  const found = isNationalBody(caller)
    ? // In the order of their ids, so that two that decide the same ones wait for each other.
      await em.find(
        Application,
        { id: { $in: ids }, submittedAt: { $ne: null } },
        { orderBy: { id: 1 }, lockMode: LockMode.PESSIMISTIC_WRITE },
      )
    : []
  const applications = new Map(found.map((application) => [application.id, application]))
  const decided = new Map<string, ApplicationState>()

  const outcomes: Outcome[] = []
  for (const { applicationId, ...decision } of items) {
    try {
      const application = applications.get(applicationId.toLowerCase())
      if (!application) throw new Refusal(NoSuchApplication)
      const before = decided.get(application.id)
      if (before) refuseItem(ApplicationNotInState, { state: before, needed: [...Application.decidable], detail: 'It is named twice.' })
      const { state, networkId } = await decide(change, refuseItem, application, decision, { dryRun })
      decided.set(application.id, state)
      outcomes.push({ applicationId, outcome: 'decided', state, networkId })
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause
      outcomes.push({ applicationId, outcome: 'refused', problem: cause.document() as ProblemDocument })
    }
  }
  return { dryRun, decided: decided.size, refused: items.length - decided.size, items: outcomes }
})

import type { InputOf } from '@nlc/contracts/define'
import {
  ApplicationDeclined,
  ApplicationNotInState,
  ApplicationReturned,
  DecideApplication,
  DecisionIncomplete,
  type decisionEvents,
  NoSuchApplication,
  type ruleOneOfApplications,
} from '@nlc/contracts/membership'
import { type Change, type Fail, handle, isNationalBody } from '@nlc/runtime'
import { formNetwork } from '../networks/form-network.ts'
import { Application, type ApplicationState } from './application.ts'
import { mayRead } from './application-standing.ts'
import { lockApplication } from './lock-application.ts'
import { readApplication } from './read-application.ts'
import { requireRuleOne } from './require-rule-one.ts'

export type Decision = InputOf<typeof DecideApplication>
export type FailDecision = Fail<typeof ApplicationNotInState | typeof DecisionIncomplete | (typeof ruleOneOfApplications)[number]>

/** Nothing is written before everything is asked: one that is refused leaves no trace, also among many. */
export async function decide(
  change: Change<(typeof decisionEvents)[number]>,
  fail: FailDecision,
  application: Application,
  { decision, reason, missing, words }: Omit<Decision, 'applicationId'>,
  { dryRun = false } = {},
): Promise<{ state: ApplicationState; networkId?: string }> {
  const { sql: db, emit, now, today } = change
  const { id: applicationId, state } = application
  if (!Application.decidable.includes(state)) fail(ApplicationNotInState, { state, needed: [...Application.decidable] })

  switch (decision) {
    case 'approve-funded':
    case 'approve-unfunded': {
      const coLeaders = await requireRuleOne(db, fail, today, application)
      if (dryRun) return { state: 'approved' }
      const funded = decision === 'approve-funded'
      const network = await formNetwork(change, application, funded, coLeaders)
      application.approve(funded, network.id, words, now)
      return { state: 'approved', networkId: network.id }
    }
    case 'decline': {
      const given = reason ?? fail(DecisionIncomplete, { needs: 'reason' })
      if (dryRun) return { state: 'declined' }
      application.decline(given, words, now)
      emit(ApplicationDeclined, { applicationId, reason: given })
      return { state: 'declined' }
    }
    case 'return': {
      const parts = missing ?? fail(DecisionIncomplete, { needs: 'missing' })
      if (dryRun) return { state: 'returned' }
      application.return(parts, words)
      emit(ApplicationReturned, { applicationId, missing: [...parts] })
      return { state: 'returned' }
    }
  }
}

export const decideApplication = handle(
  DecideApplication,
  async ({ applicationId, ...decision }, { caller, fail, checkVersion, ...change }) => {
    const { em, sql: db, today } = change
    if (!isNationalBody(caller)) fail(NoSuchApplication)
    const application = (await lockApplication(em, db, applicationId, await mayRead(db, caller, today))) ?? fail(NoSuchApplication)
    checkVersion(application)
    await decide(change, fail, application, decision)
    await em.flush()
    return readApplication(db, application.id)
  },
)

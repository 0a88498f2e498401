import { command } from '../../define.ts'
import { SchoolInvited } from '../network-memberships/events.ts'
import { NetworkActivated, NetworkFormed } from '../networks/events.ts'
import { ApplicationApproved, ApplicationDeclined, ApplicationReturned } from './events.ts'
import { Application, ApplicationId, decisionContent } from './model.ts'
import { ApplicationNotInState, DecisionIncomplete, NoSuchApplication } from './problems.ts'
import { ruleOneOfApplications } from './submit-application.ts'

/** What a decision says: of one application, or of one among many. */
export const decisionEvents = [
  ApplicationApproved,
  ApplicationDeclined,
  ApplicationReturned,
  NetworkFormed,
  NetworkActivated,
  SchoolInvited,
] as const

export const DecideApplication = command('membership.decide-application', {
  summary: 'Approve, decline or return an application',
  description:
    'By the national body, on an application that was submitted or is under review. An approval asks the rules again, forms the network with its co-leaders, and invites the founding schools; a professional network is active with it.',
  needs: 'national-body',
  http: 'POST /v1/applications/:applicationId/decision',
  input: { applicationId: ApplicationId, ...decisionContent },
  output: Application,
  emits: decisionEvents,
  problems: [NoSuchApplication, ApplicationNotInState, DecisionIncomplete, ...ruleOneOfApplications],
  status: 200,
  ifMatch: true,
})

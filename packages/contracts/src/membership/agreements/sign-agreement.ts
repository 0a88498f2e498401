import { command } from '../../define.ts'
import { Urn } from '../../formats.ts'
import { InvitationEnded, SchoolJoined, SchoolLeft } from '../network-memberships/events.ts'
import { CoLeaderLeft, NetworkActivated } from '../networks/events.ts'
import { NeedsPerson, NetworkNotInState } from '../networks/problems.ts'
import { AgreementInForce, AgreementSigned, AgreementSuperseded } from './events.ts'
import { Agreement, AgreementId } from './model.ts'
import { AgreementBlocked, AgreementNotInState, AnsweredAlready, NoSuchAgreement } from './problems.ts'

/** What a signature may say: the last one brings the agreement into force and the network to life. */
export const signingEvents = [
  AgreementSigned,
  AgreementInForce,
  AgreementSuperseded,
  SchoolJoined,
  SchoolLeft,
  InvitationEnded,
  CoLeaderLeft,
  NetworkActivated,
] as const

export const SignAgreement = command('membership.sign-agreement', {
  summary: 'Sign an agreement for a school',
  description:
    "By the school's authorised signatory. With the last signature the agreement is in force from today, the schools that it names belong to the network, those that it leaves out do not, and a forming network is active: all in one transaction.",
  needs: 'networks:write',
  http: 'POST /v1/agreements/:agreementId/signatures',
  input: { agreementId: AgreementId, urn: Urn },
  output: Agreement,
  emits: signingEvents,
  problems: [NeedsPerson, NoSuchAgreement, AgreementNotInState, AgreementBlocked, AnsweredAlready, NetworkNotInState],
  status: 200,
})

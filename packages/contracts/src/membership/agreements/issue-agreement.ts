import { command } from '../../define.ts'
import { NetworkNotInState, SchoolsNotOpen, TooFewSchools } from '../networks/problems.ts'
import { AgreementIssued, AgreementSuperseded } from './events.ts'
import { Agreement, AgreementId } from './model.ts'
import { AgreementNotInState, NoSuchAgreement, NotOfTheNetwork, SchoolsLeftOut } from './problems.ts'

export const IssueAgreement = command('membership.issue-agreement', {
  summary: 'Issue an agreement: ask every school that it names to sign',
  description:
    'By the national body. A version that is not in force yet is superseded by it at once; one in force stays so until this one is. A school that refused an earlier version may be left out if the minimum of the programme remains.',
  needs: 'national-body',
  http: 'POST /v1/agreements/:agreementId/issue',
  input: { agreementId: AgreementId },
  output: Agreement,
  emits: [AgreementIssued, AgreementSuperseded],
  problems: [NoSuchAgreement, AgreementNotInState, NetworkNotInState, NotOfTheNetwork, SchoolsLeftOut, TooFewSchools, SchoolsNotOpen],
  status: 200,
  ifMatch: true,
})

import Type from 'typebox'
import { problem } from '../../define.ts'
import { Urn } from '../../formats.ts'
import { AgreementState, PartyAnswer } from './model.ts'

export const NoSuchAgreement = problem(404, 'no-such-agreement', 'There is no such agreement.')
export const AgreementNotInState = problem(409, 'agreement-not-in-state', 'The agreement is in a state in which this cannot be done.', {
  state: AgreementState,
  needed: Type.Array(AgreementState),
})
export const AgreementBlocked = problem(409, 'agreement-blocked', 'A school refused this version: the next version has to be issued.', {
  refusedBy: Type.Array(Urn),
})
export const AnsweredAlready = problem(
  409,
  'agreement-answered-already',
  'The school has answered this version. What it answered stands for ever.',
  {
    answer: PartyAnswer,
  },
)
export const NotOfTheNetwork = problem(
  422,
  'schools-not-of-the-network',
  'An agreement names schools that belong to the network or are invited to it.',
  {
    urns: Type.Array(Urn),
  },
)
export const SchoolsLeftOut = problem(
  422,
  'schools-left-out',
  'An agreement names every founding school and every school that belongs. One that refused an earlier version may be left out.',
  { urns: Type.Array(Urn) },
)
export const AnotherVersionDrafted = problem(
  409,
  'another-version-drafted',
  'There is a draft of the next version already: revise that one.',
  {
    agreementId: Type.String(),
  },
)

import Type from 'typebox'
import { problem } from '../../define.ts'
import { ApplicationState } from './model.ts'

export const NoSuchApplication = problem(404, 'no-such-application', 'There is no such application.')
export const NoSuchProgramme = problem(422, 'no-such-programme', 'There is no programme of this code.', { programmeCode: Type.String() })
export const ApplicationNotInState = problem(
  409,
  'application-not-in-state',
  'The application is in a state in which this cannot be done.',
  {
    state: ApplicationState,
    needed: Type.Array(ApplicationState),
  },
)
export const DecisionIncomplete = problem(422, 'decision-incomplete', 'A refusal needs its reason, a return says what is missing.', {
  needs: Type.Enum(['reason', 'missing']),
})
export const SchoolsOfProfessionalNetwork = problem(
  422,
  'schools-of-professional-network',
  'A professional network is one of people: name no schools.',
)

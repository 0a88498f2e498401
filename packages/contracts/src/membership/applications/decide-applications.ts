import Type from 'typebox'
import { command } from '../../define.ts'
import { NetworkId } from '../networks/model.ts'
import { decisionEvents } from './decide-application.ts'
import { ApplicationId, ApplicationState, decisionContent } from './model.ts'

/** One outcome per item, in the order in which they were sent. */
export const DecisionOutcome = Type.Object({
  applicationId: ApplicationId,
  outcome: Type.Enum(['decided', 'refused']),
  /** The state of an application that was decided; in a dry run, the one that it would get. */
  state: Type.Optional(ApplicationState),
  networkId: Type.Optional(NetworkId),
  /** Why an item was refused: the problem document that the single decision would have answered. */
  problem: Type.Optional(
    Type.Object(
      { type: Type.String(), title: Type.String(), status: Type.Integer(), detail: Type.Optional(Type.String()) },
      { additionalProperties: true },
    ),
  ),
})

export const DecideApplications = command('membership.decide-applications', {
  summary: 'Decide up to 200 applications at once',
  description:
    'Each item as in a single decision. One that is refused changes nothing and does not stop the others; those that are decided are so together, in one transaction. A dry run answers the same and changes nothing. An application named twice is refused the second time.',
  needs: 'national-body',
  http: 'POST /v1/application-decisions',
  input: {
    items: Type.Array(Type.Object({ applicationId: ApplicationId, ...decisionContent }), { minItems: 1, maxItems: 200 }),
    dryRun: Type.Optional(Type.Boolean({ default: false })),
  },
  output: Type.Object({ dryRun: Type.Boolean(), decided: Type.Integer(), refused: Type.Integer(), items: Type.Array(DecisionOutcome) }),
  emits: decisionEvents,
  problems: [],
  status: 200,
})

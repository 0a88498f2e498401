import Type from 'typebox'
import { problem } from '../../define.ts'
import { Id, Urn } from '../../formats.ts'
import { NetworkState } from './model.ts'

export const NoSuchNetwork = problem(404, 'no-such-network', 'There is no such network.')
/** What a person decides is not decided by software alone. */
export const NeedsPerson = problem(403, 'needs-person', 'This is done by a person: use a token by which the client acts for one.')
export const NetworkNotInState = problem(409, 'network-not-in-state', 'The network is in a state in which this cannot be done.', {
  state: NetworkState,
  needed: Type.Array(NetworkState),
})

/** The rule of co-leaders (docs/rules.md), in its own words; each says who or what breaks it. */
export const TooFewCoLeaders = problem(
  422,
  'too-few-co-leaders',
  'There must be at least 2 co-leaders (of a professional network: 1 coordinator).',
  {
    named: Type.Integer(),
    minimum: Type.Integer(),
  },
)
export const CoLeadersFromOneSchool = problem(422, 'co-leaders-from-one-school', 'The co-leaders must come from at least 2 schools.', {
  urn: Urn,
  personIds: Type.Array(Id),
})
export const OneSuppliesTooMany = problem(
  422,
  'one-supplies-too-many-co-leaders',
  'No school, trust, federation or shared head may supply more than half of the co-leaders.',
  {
    supplier: Type.Enum(['school', 'trust', 'federation', 'shared-head']),
    /** URN of the school, identifier of the trust or federation, or person id of the head. */
    code: Type.String(),
    personIds: Type.Array(Id),
    of: Type.Integer({ description: 'How many co-leaders there are in all.' }),
  },
)
export const CoLeaderNamedTwice = problem(422, 'co-leader-named-twice', 'A person can be named once among the co-leaders.', {
  personIds: Type.Array(Id),
})
export const CoLeaderNotAtSchool = problem(
  422,
  'co-leader-not-at-school',
  'A co-leader must work at the school that is named for them, or be its governor.',
  { coLeaders: Type.Array(Type.Object({ personId: Id, urn: Type.Optional(Urn) })) },
)
export const CoLeaderFromOutside = problem(
  422,
  'co-leader-from-outside',
  'A co-leader of a network of schools must come from one of its schools.',
  {
    coLeaders: Type.Array(Type.Object({ personId: Id, urn: Type.Optional(Urn) })),
  },
)

export const ruleOneOfCoLeaders = [
  TooFewCoLeaders,
  CoLeaderNamedTwice,
  CoLeaderFromOutside,
  CoLeaderNotAtSchool,
  CoLeadersFromOneSchool,
  OneSuppliesTooMany,
] as const

export const TooFewSchools = problem(422, 'too-few-schools', 'There are fewer schools than the programme asks for.', {
  named: Type.Integer(),
  minimum: Type.Integer(),
  programmeCode: Type.String(),
})
export const SchoolsNotOpen = problem(422, 'schools-not-open', 'Every school must be open in the national register.', {
  urns: Type.Array(Urn),
})

import { problem } from '../../define.ts'

export const RoleCodeTaken = problem(
  409,
  'role-code-taken',
  'There is a role with this code already, also if it is retired: revise or reinstate it.',
)
export const CodeOfWrongKind = problem(
  422,
  'code-of-wrong-kind',
  'A network’s own codes begin with `x-`, and those of the national list do not.',
)
export const MinutesAndSchoolTimeDiffer = problem(
  422,
  'minutes-and-school-time-differ',
  'A role that takes no school time has a cap of 0 minutes a week, and one that takes school time a cap of at least 1.',
)
export const RoleNotRetired = problem(409, 'role-not-retired', 'The role is in use.')
/** The platform appoints to it when a network becomes active. */
export const RoleNeededByPlatform = problem(409, 'role-needed-by-platform', 'Every network has co-leaders: the role is not retired.')

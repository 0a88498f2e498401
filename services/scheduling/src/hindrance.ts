import type { DetailsOf, Problem } from '@nlc/contracts/define'
import type { Fail } from '@nlc/runtime'

/** Why something cannot be, as a value: a command refuses with it, a reaction goes by it. */
export interface Hindrance<P extends Problem = Problem> {
  readonly problem: P
  readonly details: DetailsOf<P>
}

export const hindrance = <P extends Problem>(problem: P, details: DetailsOf<P>): Hindrance<P> => ({ problem, details })

export function refuseWhere<P extends Problem>(hindered: Hindrance<P> | undefined, fail: Fail<P>): void {
  if (hindered) (fail as Fail<never>)(hindered.problem as never, hindered.details as never)
}

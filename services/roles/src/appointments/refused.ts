/** Why something cannot be decided so, as a value: whoever asked says it in the words of the contract. */
export interface Refused<Reason extends string = string, Details extends object = Record<never, never>> {
  readonly refused: Reason
  readonly details: Details
}

export function refused<const Reason extends string>(reason: Reason): Refused<Reason>
export function refused<const Reason extends string, Details extends object>(reason: Reason, details: Details): Refused<Reason, Details>
export function refused(reason: string, details: object = {}): Refused {
  return { refused: reason, details }
}

export const isRefused = <Decided, R extends Refused>(decision: Decided | R): decision is R =>
  typeof decision === 'object' && decision !== null && 'refused' in decision

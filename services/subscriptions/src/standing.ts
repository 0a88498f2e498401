/** Whose a subscription is. Whoever it is not gets the answer for what there is not (docs/rules.md, Who may do what). */
import { type Caller, isNationalBody } from '@nlc/runtime'

/** The client itself, acting for nobody: a person has no mailbox. */
export const isOwner = (caller: Caller, { clientId }: { readonly clientId: string }): boolean =>
  caller.person === undefined && caller.client === clientId

/** The national body sees that a subscription is there and how it goes; what its messages say, it does not see. */
export const maySee = (caller: Caller, subscription: { readonly clientId: string }): boolean =>
  isNationalBody(caller) || isOwner(caller, subscription)

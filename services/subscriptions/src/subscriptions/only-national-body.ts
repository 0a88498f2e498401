import { MissingScope } from '@nlc/contracts/platform'
import { type Caller, isNationalBody, refuse } from '@nlc/runtime'

/** Suspending and explaining are the national body's: by its own token, acting for no person. */
export function onlyNationalBody(caller: Caller): void {
  if (!isNationalBody(caller))
    refuse(MissingScope, { scope: 'national-body', detail: 'The national body does this with its own token, which acts for no person.' })
}

import { MissingScope } from '@nlc/contracts/platform'
import { type Caller, isNationalBody, refuse } from '@nlc/runtime'

/** The national list is the national body's: its own token, acting for no person. */
export function onlyNationalBody(caller: Caller): void {
  if (!isNationalBody(caller)) {
    refuse(MissingScope, {
      scope: 'national-body',
      detail: 'The national body keeps the national list with its own token, which acts for no person. For a network of your own, name it.',
    })
  }
}

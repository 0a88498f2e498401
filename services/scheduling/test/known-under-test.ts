/** What tests of scheduling stand on, as membership says it, and whoever asks it for something. */
import { callersWith } from '@nlc/known/under-test'

export * from '@nlc/known/under-test'
export const { theNationalBody, acting, theClient, through } = callersWith('scheduling:read', 'scheduling:write')

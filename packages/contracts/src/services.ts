/** Every service of the system, in the order in which documents show them. */
import type { ServiceContract } from './define.ts'
import { identity } from './identity/index.ts'
import { membership } from './membership/index.ts'
import { roles } from './roles/index.ts'
import { subscriptions } from './subscriptions/index.ts'

export const services: readonly ServiceContract[] = [membership, roles, subscriptions, identity]

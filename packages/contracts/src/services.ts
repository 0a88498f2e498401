/** Every service of the system, in the order in which documents show them. */
import type { ServiceContract } from './define.ts'
import { identity } from './identity/index.ts'
import { membership } from './membership/index.ts'
import { recognition } from './recognition/index.ts'
import { roles } from './roles/index.ts'
import { scheduling } from './scheduling/index.ts'
import { subscriptions } from './subscriptions/index.ts'

const all = [membership, roles, scheduling, recognition, subscriptions, identity] as const

export const services: readonly ServiceContract[] = all

/** Each of them with its own type. */
export type Contracts = (typeof all)[number]

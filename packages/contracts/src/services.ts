/** Every service of the system, in the order in which documents show them. */
import type { ServiceContract } from './define.ts'

export const services: readonly ServiceContract[] = []

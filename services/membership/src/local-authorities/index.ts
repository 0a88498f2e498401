import { getLocalAuthority } from './get-local-authority.ts'
import { listLocalAuthorities } from './list-local-authorities.ts'

export const handlers = [listLocalAuthorities, getLocalAuthority] as const
export const entities = [] as const
export const reactions = [] as const
export const works = [] as const

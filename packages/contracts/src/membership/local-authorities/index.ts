import { LocalAuthorityChanged, LocalAuthorityRegistered } from './events.ts'
import { GetLocalAuthority } from './get-local-authority.ts'
import { ListLocalAuthorities } from './list-local-authorities.ts'

export * from './events.ts'
export * from './get-local-authority.ts'
export * from './list-local-authorities.ts'
export * from './model.ts'

export const operations = [ListLocalAuthorities, GetLocalAuthority] as const
export const events = [LocalAuthorityRegistered, LocalAuthorityChanged] as const

import { SigningKeyRotated } from './events.ts'
import { ListSigningKeys } from './list-signing-keys.ts'
import { RotateSigningKey } from './rotate-signing-key.ts'

export * from './events.ts'
export * from './list-signing-keys.ts'
export * from './model.ts'
export * from './rotate-signing-key.ts'

export const operations = [ListSigningKeys, RotateSigningKey] as const
export const events = [SigningKeyRotated] as const

import type { Settings } from '../config.ts'
import { keepSigningKeys } from './keep-signing-keys.ts'
import { listSigningKeys } from './list-signing-keys.ts'
import { rotateSigningKey } from './rotate-signing-key.ts'

export const handlers = (settings: () => Settings) => [listSigningKeys, rotateSigningKey(settings)] as const

export const works = (settings: () => Settings) => [keepSigningKeys(settings)] as const

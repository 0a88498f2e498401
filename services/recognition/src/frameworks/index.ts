import { defineFramework, reviseFramework } from './define-framework.ts'
import { getFramework, listFrameworks } from './read-frameworks.ts'

export const handlers = [defineFramework, reviseFramework, getFramework, listFrameworks] as const
export const entities = [] as const
export const reactions = [] as const
export const works = [] as const

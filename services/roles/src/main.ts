import { run } from '@nlc/runtime'
import { rolesConfig } from './config.ts'
import { roles } from './service.ts'

await run(roles, rolesConfig)

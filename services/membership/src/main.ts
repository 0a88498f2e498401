import { run } from '@nlc/runtime'
import { membershipConfig } from './config.ts'
import { membership } from './service.ts'

await run(membership, membershipConfig)

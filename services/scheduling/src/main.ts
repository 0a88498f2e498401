import { run } from '@nlc/runtime'
import { schedulingConfig } from './config.ts'
import { scheduling } from './service.ts'

await run(scheduling, schedulingConfig)

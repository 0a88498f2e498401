import { run } from '@nlc/runtime'
import { subscriptionsConfig } from './config.ts'
import { subscriptions } from './service.ts'

await run(subscriptions, subscriptionsConfig)

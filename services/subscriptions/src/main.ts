import { run } from '@nlc/runtime'
import { readSettings, type Settings, subscriptionsConfig } from './config.ts'
import { subscriptions } from './service.ts'

let settings: Settings | undefined
const { service, options } = subscriptions(() => (settings ??= readSettings(process.env)))
await run(service, subscriptionsConfig, options)

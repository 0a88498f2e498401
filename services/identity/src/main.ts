import { run } from '@nlc/runtime'
import { identityConfig, readSettings, type Settings } from './config.ts'
import { identity } from './service.ts'

let settings: Settings | undefined
const { service, options } = identity(() => (settings ??= readSettings(process.env)))
await run(service, identityConfig, options)

import { run } from '@nlc/runtime'
import { readSettings, recognitionConfig, type Settings } from './config.ts'
import { recognition } from './service.ts'

let settings: Settings | undefined
await run(
  recognition(() => (settings ??= readSettings(process.env))),
  recognitionConfig,
)

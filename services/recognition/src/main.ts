import { run } from '@nlc/runtime'
import { recognitionConfig } from './config.ts'
import { recognition } from './service.ts'

await run(recognition, recognitionConfig)

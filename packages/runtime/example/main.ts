import { run } from '../src/index.ts'
import { visits } from './visits.ts'

await run(visits(), {})

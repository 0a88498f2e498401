/** `npm run bench -- read | write | import | delivery | neighbours | morning | closing | plan | recognition`: measured side by side with what one would use instead, in one run on one machine. */

import { parseArgs } from 'node:util'
import type { Options } from './options.ts'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '4' } },
})
const [name = ''] = positionals
const options = { rounds: Number(values.rounds), seconds: Number(values.seconds) }
const measures: Record<string, () => Promise<{ measure(options: Options): Promise<void> }>> = {
  read: () => import('./read.ts'),
  write: () => import('./write.ts'),
  import: () => import('./import.ts'),
  delivery: () => import('./delivery.ts'),
  neighbours: () => import('./neighbours.ts'),
  morning: () => import('./morning.ts'),
  closing: () => import('./closing.ts'),
  plan: () => import('./plan.ts'),
  recognition: () => import('./recognition.ts'),
}

const load = measures[name]
if (!load || !(options.rounds >= 5) || !(options.seconds > 0)) {
  console.error(`npm run bench -- ${Object.keys(measures).join(' | ')}  [--rounds 5 or more] [--seconds 4]`)
  process.exit(2)
}
await (await load()).measure(options)
process.exit(0)

/** `npm run kill-rounds`: the kill test at its full length. `-- 25` for another number of rounds. */
import { join } from 'node:path'
import { freshFolder, removeFolder } from '@nlc/infra/local/fresh-folder'
import { startSystem } from '@nlc/infra/local/system'
import { killRounds } from './kill-rounds.ts'

const rounds = Number(process.argv[2] ?? 100)
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error('Say how many rounds: npm run kill-rounds -- 25')
  process.exit(1)
}
const folder = await freshFolder()
const system = await startSystem({ dataDir: join(folder, 'data'), port: 0, demo: false, log: console.log })
try {
  const verdict = await killRounds(system, { rounds, log: console.log })
  console.log(JSON.stringify(verdict))
  const { lost, doubled, missing, parked, faults } = verdict
  if (lost + doubled + missing + parked + faults > 0) process.exitCode = 1
} finally {
  await system.stop()
  await removeFolder(folder)
}

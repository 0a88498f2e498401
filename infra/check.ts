/** `npm run check`: everything that can be said about the project without running it. `-- types imports`: those alone. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { breaches } from './imports.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

const steps: Record<string, () => boolean> = {
  format: () => run(`${root}node_modules/.bin/biome`, ['check', '--error-on-warnings', '.']),
  types: () => run(`${root}node_modules/.bin/tsc`, ['--noEmit']),
  imports() {
    const { stdout } = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts'], { cwd: root, encoding: 'utf8' })
    const found = breaches(root, stdout.split('\n').filter(Boolean))
    for (const { file, imports, reason } of found) console.error(`${file} imports ${imports}\n  ${reason}`)
    return found.length === 0
  },
  documents: () => run(process.execPath, [`${root}packages/contracts/check-documents.ts`]),
}

function run(command: string, parameters: readonly string[]): boolean {
  return spawnSync(command, parameters, { cwd: root, stdio: 'inherit' }).status === 0
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in steps))
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')} to check; there are ${Object.keys(steps).join(', ')}.`)
  process.exit(1)
}
const failed = Object.entries(steps)
  .filter(([name]) => asked.length === 0 || asked.includes(name))
  .filter(([name, passes]) => {
    const passed = passes()
    console.log(`${passed ? 'ok  ' : 'FAIL'} ${name}`)
    return !passed
  })
if (failed.length > 0) {
  console.error(`\nNot in order: ${failed.map(([name]) => name).join(', ')}.`)
  process.exit(1)
}

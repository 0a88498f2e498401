/** `npm run check`: everything that can be said about the project without running it. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { breaches } from './imports.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = (name: string) => `${root}node_modules/.bin/${name}`
const failed: string[] = []

function step(name: string, command: string, parameters: readonly string[]): void {
  const { status } = spawnSync(command, parameters, { cwd: root, stdio: 'inherit' })
  report(name, status === 0)
}

function report(name: string, passed: boolean): void {
  console.log(`${passed ? 'ok  ' : 'FAIL'} ${name}`)
  if (!passed) failed.push(name)
}

step('format and lint', bin('biome'), ['check', '--error-on-warnings', '.'])
step('types', bin('tsc'), ['--noEmit'])

const files = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts'], { cwd: root, encoding: 'utf8' })
  .stdout.split('\n')
  .filter(Boolean)
const broken = breaches(root, files)
for (const { file, imports, reason } of broken) console.error(`${file} imports ${imports}\n  ${reason}`)
report('imports', broken.length === 0)

step('generated documents', process.execPath, [`${root}packages/contracts/check-documents.ts`])

if (failed.length > 0) {
  console.error(`\nNot in order: ${failed.join(', ')}.`)
  process.exit(1)
}

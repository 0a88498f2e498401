/** The check turns red for what it is there for. On a copy of the tree, so that nothing is planted in the real one. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
let copy: string

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'nlc-check-'))
  const files = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
    .stdout.split('\n')
    .filter(Boolean)
  for (const file of files.filter((file) => existsSync(join(root, file)))) {
    await mkdir(join(copy, dirname(file)), { recursive: true })
    await cp(join(root, file), join(copy, file))
  }
  const workspaces = ['', ...files.filter((file) => file.endsWith('/package.json')).map(dirname)]
  for (const folder of workspaces.filter((folder) => existsSync(join(root, folder, 'node_modules')))) {
    await symlink(join(root, folder, 'node_modules'), join(copy, folder, 'node_modules'))
  }
  // The check asks git which files there are.
  spawnSync('git', ['init', '-q'], { cwd: copy })
}, 60_000)

afterAll(() => rm(copy, { recursive: true, force: true }))

function check(): { passed: boolean; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(copy, 'infra/check.ts')], { cwd: copy, encoding: 'utf8' })
  return { passed: status === 0, said: stdout + stderr }
}

/** Plants, checks, and takes it out again. */
async function planted(file: string, plant: (path: string) => Promise<void>): Promise<string> {
  const path = join(copy, file)
  const before = existsSync(path) ? await readFile(path) : undefined
  await plant(path)
  const { passed, said } = check()
  await (before ? writeFile(path, before) : rm(path))
  expect(passed, said).toBe(false)
  return said
}

test('nothing planted: green', () => {
  const { passed, said } = check()
  expect(passed, said).toBe(true)
}, 120_000)

test('a service that imports another service is red, with the reason', async () => {
  const said = await planted('services/membership/src/programmes/planted.ts', (path) =>
    writeFile(path, `import { identity } from '../../../identity/src/service.ts'\n\nexport const planted = identity\n`),
  )
  expect(said).toContain('FAIL imports')
  expect(said).toContain('A service never imports another')
}, 120_000)

test('a handler that emits an event which its contract does not declare is red', async () => {
  const said = await planted('services/membership/src/programmes/planted.ts', (path) =>
    writeFile(
      path,
      `import { ListSchools, NetworkActivated, KeepProgramme } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'

export const planted = [
  ListSchools,
  handle(KeepProgramme, async (_, { emit }) => {
    emit(NetworkActivated, { networkId: 'n' })
    throw new Error('never')
  }),
]
`,
    ),
  )
  expect(said).toContain('FAIL types')
  expect(said).toMatch(/planted\.ts.*NetworkActivated|not assignable/s)
}, 120_000)

test('a generated document that is not what the contracts say is red, with what to do', async () => {
  const said = await planted('packages/contracts/documents/openapi.json', (path) => appendFile(path, '\n'))
  expect(said).toContain('FAIL generated documents')
  expect(said).toContain('npm run generate')
}, 120_000)

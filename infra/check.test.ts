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

/** Plants, checks what should see it, and takes it out again. Answers what the check said; it has to be red. */
async function planted(step: string, file: string, plant: (path: string) => Promise<void>): Promise<string> {
  const path = join(copy, file)
  const before = existsSync(path) ? await readFile(path) : undefined
  await plant(path)
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(copy, 'infra/check.ts'), step], { cwd: copy, encoding: 'utf8' })
  await (before ? writeFile(path, before) : rm(path))
  expect(status, stdout + stderr).toBe(1)
  expect(stdout).toContain(`FAIL ${step}`)
  return stdout + stderr
}

const inMembership = 'services/membership/src/programmes/planted.ts'

test('a service that imports another service is red, with the reason', async () => {
  const said = await planted('imports', inMembership, (path) =>
    writeFile(path, `import { identity } from '../../../identity/src/service.ts'\n\nexport const planted = identity\n`),
  )
  expect(said).toContain(`${inMembership} imports services/identity/src/service.ts`)
  expect(said).toContain('A service never imports another')
})

test('a handler that emits an event which its contract does not declare is red', async () => {
  const said = await planted('types', inMembership, (path) =>
    writeFile(
      path,
      `import { KeepProgramme, NetworkActivated } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'

export const planted = handle(KeepProgramme, async (_, { emit }) => {
  emit(NetworkActivated, { networkId: 'n' })
  throw new Error('never')
})
`,
    ),
  )
  expect(said).toContain(`${inMembership}(5,8)`)
}, 300_000)

test('a generated document that is not what the contracts say is red, with what to do', async () => {
  const said = await planted('documents', 'packages/contracts/documents/openapi.json', (path) => appendFile(path, '\n'))
  expect(said).toContain('npm run generate')
})

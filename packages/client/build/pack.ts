/**
 * Makes the package that is published: `npm run pack-client -- <folder>` leaves `nlc-client-<version>.tgz` there. JavaScript and
 * declarations without dependencies: what the sources compute from the contracts is written out first.
 */
import { execFile } from 'node:child_process'
import { copyFile, cp, glob, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { modelNames } from '@nlc/contracts/model-names'
import { services } from '@nlc/contracts/services'
import { apiVersion, operations, platformProblems } from '../src/operations.ts'
import { apiText } from './api-text.ts'

const run = promisify(execFile)
const client = fileURLToPath(new URL('..', import.meta.url))

/** @returns the path of the tarball. */
export async function pack(folder: string): Promise<string> {
  const work = await mkdtemp(join(tmpdir(), 'nlc-client-'))
  try {
    await stage(join(work, 'src'))
    await compile(work)
    const built = join(work, 'package')
    await writeFile(join(built, 'package.json'), `${JSON.stringify(await manifest(), null, 2)}\n`)
    await copyFile(join(client, 'README.md'), join(built, 'README.md'))
    await copyFile(join(client, '../../LICENSE'), join(built, 'LICENSE'))
    await mkdir(folder, { recursive: true })
    const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', resolve(folder)], { cwd: built })
    return join(resolve(folder), fileNameIn(stdout))
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** The sources, with the two that read contracts replaced by what they say. */
export async function stage(source: string): Promise<void> {
  await cp(join(client, 'src'), source, { recursive: true, filter: (file) => !/(\.test|-under-test)\.ts$/.test(file) })
  await writeFile(join(source, 'api.ts'), apiText(services, await modelNames()))
  await writeFile(
    join(source, 'operations.ts'),
    [
      "/** Written from the contracts. */\nimport type { Operation } from './operation.ts'\n",
      `export const operations: readonly Operation[] = [\n${operations.map((each) => `  ${JSON.stringify(each)},\n`).join('')}]\n`,
      `export const platformProblems: readonly string[] = ${JSON.stringify(platformProblems)}\n`,
      `export const apiVersion: string = ${JSON.stringify(apiVersion)}\n`,
    ].join('\n'),
  )
}

/** By TypeScript's own compiler: JavaScript for Node 20, and declarations beside it. */
async function compile(work: string): Promise<void> {
  const options = {
    target: 'es2022',
    lib: ['es2022'],
    module: 'nodenext',
    strict: true,
    declaration: true,
    rewriteRelativeImportExtensions: true,
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [join(client, '../../node_modules/@types')],
    rootDir: 'src',
    outDir: 'package/dist',
  }
  await writeFile(join(work, 'package.json'), '{ "type": "module" }')
  await writeFile(join(work, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['src/index.ts', 'src/webhooks.ts'] }))
  try {
    await run(process.execPath, [join(client, 'node_modules/typescript/lib/tsc.js'), '-p', work])
  } catch (cause) {
    throw new Error(`The package does not compile:\n${(cause as { stdout?: string }).stdout}`, { cause })
  }
  // The compiler leaves the names of the sources in declarations, which not every version of it would find.
  for await (const file of glob('package/dist/*.d.ts', { cwd: work })) {
    const text = await readFile(join(work, file), 'utf8')
    await writeFile(join(work, file), text.replaceAll(/(from ['"]\.\/[\w-]+)\.ts(['"])/g, '$1.js$2'))
  }
}

async function manifest(): Promise<Record<string, unknown>> {
  const { name, version } = JSON.parse(await readFile(join(client, 'package.json'), 'utf8')) as { name: string; version: string }
  const entry = (file: string) => ({ types: `./dist/${file}.d.ts`, default: `./dist/${file}.js` })
  return {
    name,
    version,
    description: 'The API of the networked learning communities, for programs',
    license: 'Apache-2.0',
    type: 'module',
    engines: { node: '>=20' },
    sideEffects: false,
    exports: { '.': entry('index'), './webhooks': entry('webhooks'), './package.json': './package.json' },
    files: ['dist'],
  }
}

/** Newer versions of npm answer by the package's name, older ones with a list. */
function fileNameIn(answer: string): string {
  const [packed] = Object.values(JSON.parse(answer) as Record<string, { filename: string }>)
  return packed!.filename.replace(/^@/, '').replace('/', '-')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [folder = '.'] = process.argv.slice(2)
  console.log(await pack(folder))
}

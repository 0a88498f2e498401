/**
 * The SDK as whoever installs it has it: from the packed file, in an empty project, on the machine's own Node and on ours. The examples of its
 * README are run as they stand; then what they cannot show: connections that break.
 */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { pack } from '@nlc/client/pack'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isShown, root } from './document-examples.ts'
import type { SystemUnderTest } from './started-system.ts'
import { startSystemUnderTest } from './system-under-test.ts'

const run = promisify(execFile)
let system: SystemUnderTest
let project: string
// What is installed is JavaScript: its types are tried where it is packed.
// biome-ignore lint/suspicious/noExplicitAny: answers differ by operation
let sdk: any

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'nlc-sdk-'))
  const [started, tarball] = await Promise.all([startSystemUnderTest(), pack(project)])
  system = started
  await writeFile(join(project, 'package.json'), '{ "name": "empty", "private": true, "type": "module" }')
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd: project })
  await writeFile(join(project, 'sandbox.json'), JSON.stringify(system.sandbox))
  sdk = await import(join(project, 'node_modules/@nlc/client/dist/index.js'))
}, 240_000)

afterAll(async () => {
  await system?.stop()
  await rm(project, { recursive: true, force: true })
})

/** Ours, and the machine's own where that is another one that the package is for. */
async function nodes(): Promise<string[]> {
  const others = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'))
  const own = await run('node', ['--version'], { env: { ...process.env, PATH: others.join(delimiter) } }).catch(() => undefined)
  const major = Number(/^v(\d+)/.exec(own?.stdout ?? '')?.[1] ?? 0)
  return [process.execPath, ...(major >= 20 ? [await whereIs('node', others)] : [])]
}

const whereIs = async (program: string, folders: string[]) =>
  (await run('sh', ['-c', `command -v ${program}`], { env: { ...process.env, PATH: folders.join(delimiter) } })).stdout.trim()

describe('the README', () => {
  test('its examples do what they say', async () => {
    const text = await readFile(join(root, 'packages/client/README.md'), 'utf8')
    const examples = [...text.matchAll(/^```js\n([\s\S]*?)^```\n```text\n([\s\S]*?)^```$/gm)]
    expect(examples.length).toBe([...text.matchAll(/^```js$/gm)].length)
    expect(examples.length).toBeGreaterThan(2)
    for (const node of await nodes()) {
      for (const [place, [, code = '', shown = '']] of examples.entries()) {
        const file = join(project, `example-${place}.js`)
        await writeFile(file, code)
        const { stdout } = await run(node, [file], { cwd: project, env: { ...process.env, SANDBOX: join(project, 'sandbox.json') } })
        if (!isShown(shown, stdout)) expect(stdout, node).toBe(shown)
      }
    }
  })

  test('what it installs is alone', async () => {
    const { stdout } = await run('npm', ['ls', '--all', '--json'], { cwd: project })
    expect(Object.keys(JSON.parse(stdout).dependencies)).toEqual(['@nlc/client'])
    expect(JSON.parse(stdout).dependencies['@nlc/client'].dependencies).toBeUndefined()
  })
})

describe('over connections that break', () => {
  /** What becomes of the next requests: they arrive, and their answer does not; or they do not even arrive whole. */
  let breaking: ('answer' | 'request' | undefined)[] = []
  let forwarded: string[] = []
  let line: ReturnType<typeof createServer>
  let baseUrl: string

  beforeAll(async () => {
    line = createServer(forward)
    line.listen(0, '127.0.0.1')
    await once(line, 'listening')
    baseUrl = `http://127.0.0.1:${(line.address() as AddressInfo).port}`
  })
  afterAll(() => {
    line?.closeAllConnections()
    line?.close()
  })

  function forward(request: IncomingMessage, response: import('node:http').ServerResponse): void {
    const breaks = request.url === '/oauth/token' ? undefined : breaking.shift()
    const onward = httpRequest(system.sandbox.gateway + request.url, { method: request.method, headers: request.headers })
    forwarded.push(`${request.method} ${request.url}`)
    onward.on('error', () => request.socket.destroy())
    onward.on('response', (answer) => {
      if (breaks === 'answer') return void answer.resume().on('end', () => request.socket.destroy())
      response.writeHead(answer.statusCode!, answer.headers)
      answer.pipe(response)
    })
    if (breaks !== 'request') return void request.pipe(onward)
    let passed = 0
    request.on('data', (chunk: Buffer) => {
      onward.write(chunk)
      passed += chunk.length
      if (passed > 40_000) {
        onward.destroy()
        request.socket.destroy()
      }
    })
    request.on('end', () => onward.end())
  }

  const clientOf = (role: 'integrator' | 'nationalBody', baseUrl: string) => {
    const { id, secret } = system.sandbox.clients[role]
    return sdk.createClient({
      baseUrl,
      issuer: system.sandbox.gateway,
      clientId: id,
      clientSecret: secret,
      retry: { tries: 15, baseMs: 5 },
    })
  }

  test('commands are done once: each lost answer is the one that comes with its key', async () => {
    breaking = Array.from({ length: 60 }, (_, index) => (index % 3 === 0 ? undefined : 'answer'))
    forwarded = []
    const lossy = clientOf('integrator', baseUrl)
    const direct = clientOf('integrator', system.sandbox.gateway)
    const keys = Array.from({ length: 20 }, () => crypto.randomUUID())
    const person = (index: number) => ({ name: { given: `Nia ${index}`, family: 'Rees' } })
    const made = await Promise.all(keys.map((idempotencyKey, index) => lossy.membership.registerPerson(person(index), { idempotencyKey })))
    expect(forwarded.filter((each) => each === 'POST /v1/people').length).toBeGreaterThan(20)
    const again = await Promise.all(
      keys.map((idempotencyKey, index) => direct.membership.registerPerson(person(index), { idempotencyKey })),
    )
    expect(again).toEqual(made)
    expect(new Set(made.map(({ id }: { id: string }) => id)).size).toBe(20)
  })

  test('an upload goes on where it stood, and what is imported is the whole file', async () => {
    const { membership } = clientOf('nationalBody', baseUrl)
    const row = (urn: number) => `${urn},School ${'x'.repeat(80)} ${urn},4\r\n`
    const file = `URN,EstablishmentName,EstablishmentStatus (code)\r\n${Array.from({ length: 3_000 }, (_, index) => row(910_000 + index)).join('')}`
    breaking = [undefined, 'request', undefined, 'answer', undefined, 'request']
    forwarded = []
    const sent: number[] = []
    const { id, bytes } = await membership.uploadRegisterFile(
      { file },
      { partBytes: 100_000, onProgress: ({ sentBytes }: { sentBytes: number }) => sent.push(sentBytes) },
    )
    expect(bytes).toBe(Buffer.byteLength(file))
    expect(sent.at(-1)).toBe(bytes)
    // After each break it asks where the upload stands.
    expect(forwarded.filter((each) => each.startsWith('HEAD '))).toHaveLength(3)
    const extractedOn = new Date().toISOString().slice(0, 10)
    const { id: importId } = await membership.startRegisterImport({ fileId: id, kind: 'establishments', extractedOn })
    await expect.poll(() => membership.getRegisterImport({ importId }), { timeout: 60_000 }).toMatchObject({ state: 'done' })
    expect(await membership.getRegisterImport({ importId })).toMatchObject({ rowsRead: 3_000, rowsRefused: 0 })
  })
})

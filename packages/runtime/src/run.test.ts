/** A service as a process: its commands, its start, its end, and how much memory it takes. */
import { type ChildProcess, execFile, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { audience, type TestBus, type TestDatabase, testBus, testDatabase, token, trustedIssuers } from '../../testing/src/index.ts'
import { PlanVisit, visits } from '../example/visits.ts'
import { type Bus, openBus } from './bus.ts'
import { type Database, openDatabase } from './database.ts'
import { newId } from './id.ts'
import { logger } from './log.ts'

const main = fileURLToPath(new URL('../example/main.ts', import.meta.url))
const log = logger('test', { LOG_FILE: undefined, LOG_LEVEL: 'silent' })
let nats: TestBus
let place: TestDatabase
let database: Database
let gateway: Bus
let environment: Record<string, string>
let authorization: string
const client = newId()
const started: ChildProcess[] = []

beforeAll(async () => {
  ;[nats, place] = await Promise.all([testBus(), testDatabase(visits())])
  database = await openDatabase(place.url, [], 4)
  gateway = await openBus('gateway', { NATS_URL: nats.url, NATS_CREDS: nats.credentialsOf('gateway') }, log)
  environment = {
    PATH: process.env.PATH ?? '',
    POSTGRES_URL: place.url,
    NATS_URL: nats.url,
    NATS_CREDS: nats.credentialsOf('scheduling'),
    ISSUER: audience,
    TRUSTED_ISSUERS: trustedIssuers(),
    LOG_LEVEL: 'silent',
  }
  authorization = `Bearer ${await token({ scopes: ['networks:write', 'networks:read'], client })}`
})
afterAll(async () => {
  await Promise.all([gateway?.close(), database?.close()])
  await Promise.all([nats?.stop(), place?.drop()])
})
afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
})

interface Started {
  readonly child: ChildProcess
  readonly url: string
}
async function startIt(): Promise<Started> {
  const child = fork(main, [], { env: environment, execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  started.push(child)
  const [{ ready, httpPort }] = (await once(child, 'message')) as [{ ready: boolean; httpPort: number }]
  expect(ready).toBe(true)
  return { child, url: `http://127.0.0.1:${httpPort}` }
}
async function ended(child: ChildProcess): Promise<unknown[]> {
  return child.exitCode === null && child.signalCode === null ? await once(child, 'exit') : [child.exitCode, child.signalCode]
}
const command = (parameters: string[], env = environment) =>
  promisify(execFile)(process.execPath, [main, ...parameters], { env }).then(
    ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
  )

const tus = { 'tus-resumable': '1.0.0' }
const csv = `filetype ${Buffer.from('text/csv').toString('base64')}`
async function begin(url: string, length: number): Promise<string> {
  const response = await fetch(`${url}/v1/visit-files`, {
    method: 'POST',
    headers: { ...tus, authorization, 'upload-length': String(length), 'upload-metadata': csv },
  })
  expect(response.status).toBe(201)
  return response.headers.get('location')!
}
const offsetOf = async (address: string) =>
  Number((await fetch(address, { method: 'HEAD', headers: { ...tus, authorization } })).headers.get('upload-offset'))
/** Sends a part piece by piece, none of it kept here. */
async function send(address: string, offset: number, length: number, pieces: Iterable<Buffer>): Promise<number> {
  const part = request(address, {
    method: 'PATCH',
    headers: {
      ...tus,
      authorization,
      'upload-offset': offset,
      'content-type': 'application/offset+octet-stream',
      'content-length': length,
    },
  })
  const answered = once(part, 'response') as Promise<[{ statusCode: number; resume(): void }]>
  answered.catch(() => {})
  for (const piece of pieces) if (!part.write(piece)) await Promise.race([once(part, 'drain'), answered])
  part.end()
  const [response] = await answered
  response.resume()
  return response.statusCode
}

test('it says that it is ready once it is, and answers; told to end, it ends in order', async () => {
  const { child, url } = await startIt()
  expect((await fetch(`${url}/health/live`)).status).toBe(200)
  expect((await fetch(`${url}/health/ready`)).status).toBe(200)
  expect((await gateway.ask('scheduling.list-visits', '{}', { token: authorization.slice(7) })).status).toBe(200)
  child.kill('SIGTERM')
  expect(await ended(child)).toEqual([0, null])
})

test('it ends with whoever started it', async () => {
  const { child } = await startIt()
  child.disconnect()
  expect(await ended(child)).toEqual([0, null])
})

test('killed and started again, it answers as before; what was acknowledged is there', async () => {
  const ask = () => gateway.ask(PlanVisit.name, '{"places":3}', { token: authorization.slice(7), idempotencyKey: 'a' })
  const first = await startIt()
  const answer = await ask()
  first.child.kill('SIGKILL')
  await ended(first.child)
  await startIt()
  const again = await ask()
  expect([again.status, new TextDecoder().decode(again.body)]).toEqual([201, new TextDecoder().decode(answer.body)])
})

test('configuration: every fault is named, in sentences, and it does not run', async () => {
  const { code, stderr } = await command([], { PATH: environment.PATH!, HTTP_PORT: 'many' })
  expect(code).toBe(1)
  expect(stderr).toContain('The configuration is not complete:')
  for (const fault of [
    'NATS_URL: It is missing.',
    'ISSUER: It is missing.',
    'POSTGRES_URL: It is missing.',
    'HTTP_PORT: It must be integer.',
  ])
    expect(stderr).toContain(fault)
  expect(stderr).not.toContain('    at ')
})

test('a command that there is not is said to be none', async () => {
  expect(await command(['dance'])).toMatchObject({
    code: 1,
    stderr: 'There is no command dance. Commands: migrate, verify-audit [head], or none to run.\n',
  })
})

test('migrating twice, and by two at once, changes nothing the second time', async () => {
  const outputs = await Promise.all([command(['migrate']), command(['migrate'])])
  expect(outputs.map(({ stdout }) => stdout)).toEqual(['scheduling: nothing to migrate\n', 'scheduling: nothing to migrate\n'])
})

test('the audit can be verified by a command, against a head that was noted', async () => {
  const whole = await command(['verify-audit'])
  expect(whole.stdout).toMatch(/^scheduling: the audit chain is whole: \d+ entries, head \d+:[0-9a-f]+\n$/)
  const { code, stdout } = await command(['verify-audit', `9:${'0'.repeat(64)}`])
  expect([code, stdout]).toEqual([1, expect.stringContaining('is broken: the head 9:')])
})

test('an upload outlives the process that takes it: every byte whose offset was told is there', async () => {
  const bytes = randomBytes(4_000_000)
  const first = await startIt()
  const address = await begin(first.url, bytes.length)
  function* slowly() {
    for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000)
  }
  const sending = send(first.url + address, 0, bytes.length, slowly()).catch(() => 'cut off')
  await expect.poll(() => offsetOf(first.url + address), { interval: 1 }).toBeGreaterThan(0)
  const told = await offsetOf(first.url + address)
  first.child.kill('SIGKILL')
  await sending
  const second = await startIt()
  const offset = await offsetOf(second.url + address)
  expect(offset).toBeGreaterThanOrEqual(told)
  if (offset < bytes.length) expect(await send(second.url + address, offset, bytes.length - offset, [bytes.subarray(offset)])).toBe(204)
  const id = address.split('/').at(-1)
  const { rows } = await sql<{ same: boolean }>`
    select string_agg(bytes, ''::bytea order by "offset") = ${bytes} as same from upload_chunk where upload_id = ${id}`.execute(
    database.sql,
  )
  expect(rows[0]?.same).toBe(true)
})

/** Of a process, in MiB. */
const memoryOf = ({ pid }: ChildProcess): number => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024

test.skipIf(process.platform !== 'linux')('a file of 60 MB does not pass through memory as a whole', async () => {
  const { child, url } = await startIt()
  const piece = randomBytes(64 * 1024)
  const upload = async (count: number) => {
    const length = count * piece.length
    const address = url + (await begin(url, length))
    expect(await send(address, 0, length, Array(count).fill(piece))).toBe(204)
    expect(await offsetOf(address)).toBe(length)
  }
  // What one upload brings with it: code that is compiled, buffers that stay.
  await upload(160)
  const before = memoryOf(child)
  let most = before
  const looking = setInterval(() => {
    most = Math.max(most, memoryOf(child))
  }, 10)
  await upload(960)
  clearInterval(looking)
  // 30 as a rule; 170 where the parts are held until they are all there.
  expect(most - before).toBeLessThan(60)
})

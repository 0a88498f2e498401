/** The supervisor itself, with services of a few lines: what it starts, it watches, and ends. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshFolder, removeFolder } from './fresh-folder.ts'
import { freePort } from './ports.ts'
import { beganAt } from './process-identity.ts'
import type { ServiceEntry } from './services.ts'
import { type System, startSystem } from './system.ts'

const SERVICE = `
import { createServer } from 'node:http'
const server = createServer((request, response) => {
  if (request.url === '/die') process.exit(7)
  response.end(JSON.stringify({ creds: process.env.NATS_CREDS, postgres: process.env.POSTGRES_URL, clients: process.env.BOOTSTRAP_CLIENTS }))
})
server.listen(Number(process.env.HTTP_PORT), process.env.HTTP_HOST, () => process.send({ ready: true, httpPort: server.address().port }))
process.on('SIGTERM', () => setTimeout(() => { console.log('drained'); process.exit(0) }, 100))
`

let programs: string
const entry = (name: string, database = true): ServiceEntry => ({
  ...{ name, database, main: join(programs, 'src', 'main.mjs') },
  migrations: database ? [`${join(programs, 'migrations')}/`] : [],
})
const services = () => [entry('identity'), entry('membership'), entry('gateway', false)]

beforeAll(async () => {
  programs = await mkdtemp(join(tmpdir(), 'nlc-programs-'))
  await Promise.all(['src', 'migrations'].map((folder) => mkdir(join(programs, folder))))
  await writeFile(join(programs, 'src', 'main.mjs'), SERVICE)
})
afterAll(() => rm(programs, { recursive: true }))

describe('a running system', () => {
  let dataDir: string
  let system: System
  const lines: string[] = []

  beforeAll(async () => {
    dataDir = await freshFolder()
    system = await startSystem({ dataDir, services: services(), log: (line) => lines.push(line) })
  })
  afterAll(async () => {
    await system.stop()
    await removeFolder(dataDir)
  })

  test('tells of each thing that it started, and how long that took', () => {
    for (const name of ['postgres', 'nats', 'identity', 'membership', 'gateway']) {
      expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^${name} +\\d+\\.\\d s {3}\\S`)))
    }
  })

  test('writes what a user of the sandbox needs to know, for the user’s eyes only', async () => {
    const file = join(dataDir, 'sandbox.json')
    const sandbox = JSON.parse(await readFile(file, 'utf8'))
    expect(sandbox).toMatchObject({ gateway: system.sandbox.gateway })
    for (const role of ['nationalBody', 'integrator', 'misVendor']) {
      expect(sandbox.clients[role]).toMatchObject({ id: expect.any(String), secret: expect.any(String) })
    }
    for (const name of ['sandbox.json', 'secrets.json', 'nats/membership.creds', 'nats/signing-keys.json', 'nats/server.conf']) {
      expect((await stat(join(dataDir, name))).mode & 0o077, name).toBe(0)
    }
  })

  test('tells the bootstrap clients to identity and to nobody else', async () => {
    const told = async (name: string) =>
      (await (await fetch(`http://127.0.0.1:${system.httpPort(name)}`)).json()) as { postgres?: string; clients?: string }
    const clients = JSON.parse((await told('identity')).clients as string)
    expect(clients).toMatchObject([{ kind: 'national-body' }, { kind: 'integrator' }, { kind: 'mis-vendor' }])
    expect((await told('membership')).clients).toBeUndefined()
    expect((await told('gateway')).postgres).toBeUndefined()
  })

  test('gives a service its own database and no other', async () => {
    const databases = await query(system.postgresUrl('membership'), 'select current_user as name')
    expect(databases).toEqual([{ name: 'membership' }])
    for (const other of ['identity', 'postgres', 'template1']) {
      const url = new URL(system.postgresUrl('membership'))
      url.pathname = `/${other}`
      await expect(query(url.href, 'select 1'), other).rejects.toThrow(/permission denied for database/)
    }
  })

  test('starts again what ends by itself, and says so', async () => {
    const before = system.pid('membership')
    await fetch(`http://127.0.0.1:${system.httpPort('membership')}/die`).catch(() => undefined)
    await until(() => lines.includes('membership runs again'))
    expect(system.pid('membership')).not.toBe(before)
    expect(lines).toContainEqual(expect.stringMatching(/^membership ended with exit code 7; starting it again in 0.25 s/))
  })

  test('leaves down what was killed on purpose, until it is to run again', async () => {
    await system.kill('membership')
    await sleep(600)
    expect(system.pid('membership')).toBeUndefined()
    await system.restart('membership')
    expect((await fetch(`http://127.0.0.1:${system.httpPort('membership')}`)).status).toBe(200)
  })

  test('Postgres and NATS come back on their ports, with what they held', async () => {
    const url = system.postgresUrl('membership')
    await query(url, 'create table kept (word text); insert into kept values ($$here$$)')
    await system.kill('postgres')
    await expect(query(url, 'select 1')).rejects.toThrow(/ECONNREFUSED/)
    await system.restart('postgres')
    expect(await query(url, 'select word from kept')).toEqual([{ word: 'here' }])
    const pid = system.pid('nats')
    await system.kill('nats')
    await system.restart('nats')
    expect(system.pid('nats')).not.toBe(pid)
  })

  test('a second start in the same folder is told where the first one is', async () => {
    await expect(startSystem({ dataDir, services: services() })).rejects.toThrow(`Already running at ${system.sandbox.gateway}`)
    expect((await fetch(system.sandbox.gateway)).status).toBe(200)
  })
})

test('stopping drains the services, ends everything, and keeps the data', async () => {
  const dataDir = await freshFolder()
  const first = await startSystem({ dataDir, services: services() })
  await query(first.postgresUrl('identity'), 'create table kept ()')
  const pids = ['postgres', 'nats', 'identity', 'gateway'].map((name) => first.pid(name) as number)
  await first.stop()
  expect(pids.map(beganAt)).toEqual(pids.map(() => undefined))
  expect(await readFile(join(dataDir, 'logs', 'identity.out'), 'utf8')).toContain('drained')
  expect(existsSync(join(dataDir, 'running.json'))).toBe(false)

  const second = await startSystem({ dataDir, services: services() })
  expect(second.sandbox.clients).toEqual(first.sandbox.clients)
  expect(await query(second.postgresUrl('identity'), 'select from kept')).toEqual([])
  await second.stop()
  await removeFolder(dataDir)
})

test('a start ends what a killed start left behind, and nothing else', async () => {
  const dataDir = await freshFolder()
  const { child, pids } = await startElsewhere(dataDir)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(
    Object.entries(pids)
      .filter(([, pid]) => beganAt(pid))
      .map(([name]) => name),
  ).toEqual(expect.arrayContaining(['postgres', 'nats']))

  // A stranger that was given the pid of something recorded: it is younger, and stays.
  const stranger = spawn('sleep', ['60'])
  const file = join(dataDir, 'running.json')
  const record = JSON.parse(await readFile(file, 'utf8'))
  record.processes.push({ name: 'stranger', pid: stranger.pid, began: 'earlier', stopSignal: 'SIGTERM' })
  await writeFile(file, JSON.stringify(record))

  const lines: string[] = []
  const system = await startSystem({ dataDir, services: services(), log: (line) => lines.push(line) })
  expect(lines[0]).toMatch(/^Ending what a killed start left behind: /)
  expect(Object.values(pids).map(beganAt)).toEqual(Object.values(pids).map(() => undefined))
  expect(beganAt(stranger.pid as number)).toBeDefined()
  stranger.kill()
  await system.stop()
  await removeFolder(dataDir)
})

test('a service that cannot start is a sentence with its last words, and nothing stays running', async () => {
  const dataDir = await freshFolder()
  const broken = join(programs, 'src', 'broken.mjs')
  await writeFile(broken, `console.error('no such thing as a schedule'); process.exit(3)`)
  const start = startSystem({ dataDir, services: [...services(), { ...entry('scheduling'), main: broken }] })
  await expect(start).rejects.toThrow(/scheduling ended with exit code 3 before it was ready[\s\S]*no such thing as a schedule/)
  expect(existsSync(join(dataDir, 'running.json'))).toBe(false)
  await removeFolder(dataDir)
})

test('a start can be given up halfway', async () => {
  const dataDir = await freshFolder()
  const giveUp = new AbortController()
  const start = startSystem({ dataDir, services: services(), signal: giveUp.signal })
  await sleep(300)
  giveUp.abort(new Error('enough'))
  await expect(start).rejects.toThrow('enough')
  expect(existsSync(join(dataDir, 'running.json'))).toBe(false)
  await removeFolder(dataDir)
})

test('faults say what to do', async () => {
  const taken = createServer().listen(await freePort(), '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }
  const dataDir = await freshFolder()
  await expect(startSystem({ dataDir, port, services: [] })).rejects.toThrow(
    `Port ${port} is taken by another program. Choose another: PORT=`,
  )
  taken.close()

  const file = join(dataDir, 'file')
  await writeFile(file, '')
  await expect(startSystem({ dataDir: file, services: [] })).rejects.toThrow(/is in the way: it is not a folder/)

  await mkdir(join(dataDir, 'postgres'))
  await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '17\n')
  await expect(startSystem({ dataDir, services: [] })).rejects.toThrow(/was made by Postgres 17, and this is Postgres 18/)
  await removeFolder(dataDir)
})

/** A start in a process of its own, to be killed. */
async function startElsewhere(dataDir: string): Promise<{ child: ChildProcess; pids: Record<string, number> }> {
  const program = join(programs, 'start.mjs')
  const system = fileURLToPath(new URL('system.ts', import.meta.url))
  await writeFile(
    program,
    `import { startSystem } from ${JSON.stringify(system)}
     const system = await startSystem(${JSON.stringify({ dataDir, services: services() })})
     process.send(Object.fromEntries(['postgres', 'nats', 'identity', 'membership', 'gateway'].map((name) => [name, system.pid(name)])))`,
  )
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const [pids] = (await once(child, 'message')) as [Record<string, number>]
  return { child, pids }
}

async function query(connectionString: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString })
  try {
    await client.connect()
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 20) {
    if (holds()) return
    await sleep(20)
  }
  throw new Error('10 s went by')
}

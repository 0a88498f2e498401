/** A command through the gateway: entity, outbox, audit row and kept reply. Beside it the same statements, without any of us. */
import { execFile, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { RegisterPartnerOrganisation } from '@nlc/contracts/membership'
import { type Contender, compare } from './comparison.ts'
import { requestsPerSecond } from './load.ts'
import type { Options } from './options.ts'
import { type Peer, startPeer } from './peer.ts'
import { forPgbench, recordStatements } from './statements.ts'
import { startMeasured } from './system.ts'

const work = 'a command: entity, outbox, audit row and kept reply in one transaction'
const input = { name: 'Furness Learning Trust', kind: 'charity' }
/** As many as membership has for writing. */
const connections = 8

export async function measure({ rounds, seconds }: Options): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'nlc-bench-write-'))
  const measured = await startMeasured()
  const postgresUrl = measured.system.postgresUrl('membership')
  const headers = { authorization: `Bearer ${await measured.token()}`, 'content-type': 'application/json' }
  let plain: Peer | undefined
  try {
    const statements = await recordStatements(postgresUrl, RegisterPartnerOrganisation, input)
    console.error(`The command is ${statements.length} statements.`)
    const script = join(folder, 'command.sql')
    writeFileSync(join(folder, 'statements.json'), JSON.stringify(statements))
    writeFileSync(script, forPgbench(statements))

    const ours: Contender = {
      name: 'gateway, bus and service',
      run: () =>
        requestsPerSecond({
          url: `${measured.gateway}/v1/partner-organisations`,
          method: 'POST',
          headers,
          headersOf: () => ({ 'idempotency-key': randomUUID() }),
          body: JSON.stringify(input),
          seconds,
        }),
    }
    plain = await startPeer('plain-pg.ts', {
      POSTGRES_URL: postgresUrl,
      STATEMENTS: join(folder, 'statements.json'),
      CONNECTIONS: String(connections),
    })
    const beside: Contender[] = [
      {
        name: 'the same statements by plain pg',
        run: async () => Number(await (await fetch(`http://127.0.0.1:${plain?.port}/?seconds=${seconds}`)).text()),
      },
    ]
    if (spawnSync('pgbench', ['--version']).status === 0) {
      beside.push({ name: 'the same statements by pgbench', run: () => pgbench(postgresUrl, script, seconds) })
    } else console.error('There is no pgbench on this machine: left out.')
    for (const { run } of [ours, ...beside]) await run()
    await compare({ work, unit: 'transactions/s', ours, beside, rounds })
  } finally {
    await plain?.stop()
    await measured.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function pgbench(url: string, script: string, seconds: number): Promise<number> {
  const { stdout } = await promisify(execFile)('pgbench', [
    '-n',
    '-M',
    'prepared',
    '-c',
    String(connections),
    '-j',
    '1',
    '-T',
    String(Math.ceil(seconds)),
    '-f',
    script,
    url,
  ])
  if (!/number of failed transactions: 0 |^(?!.*failed)/s.test(stdout)) throw new Error(stdout)
  return Number(/tps = ([\d.]+)/.exec(stdout)?.[1])
}

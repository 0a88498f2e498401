/** An authenticated, validated, traced read of 20 rows, through a gateway and what stands behind it. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { findNatsServer } from '@nlc/infra/local/find-nats-server'
import { freePort } from '@nlc/infra/local/ports'
import { compare } from './comparison.ts'
import { requestsPerSecond } from './load.ts'
import type { Options } from './options.ts'
import { endsWithUs, startPeer } from './peer.ts'
import { importRegister, registerFile, startMeasured } from './system.ts'

const work = 'authenticated, validated, traced read of 20 rows'
/** As many as England has. */
const schools = 24_000

export async function measure({ rounds, seconds }: Options): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'nlc-bench-read-'))
  const measured = await startMeasured()
  const { gateway, system } = measured
  const imported = await importRegister(measured, registerFile(schools))
  console.error(`${schools} schools imported in ${(imported.upload + imported.run).toFixed(1)} s`)

  const path = '/v1/schools?limit=20'
  const headers = { authorization: `Bearer ${await measured.token()}` }
  const page = await (await fetch(gateway + path, { headers })).text()
  writeFileSync(join(folder, 'page.json'), page)
  const jwks = await (await fetch(`${gateway}/oauth/jwks`)).text()
  const natsPort = await freePort()
  const nats = spawn(await findNatsServer(console.error), ['-a', '127.0.0.1', '-p', String(natsPort)], { stdio: 'ignore', detached: true })
  endsWithUs(nats)
  const env = {
    ISSUER: gateway,
    JWKS: jwks,
    POSTGRES_URL: system.postgresUrl('membership'),
    NATS_URL: `nats://127.0.0.1:${natsPort}`,
    LOG_FILE: join(folder, 'peers.jsonl'),
  }
  try {
    await sleep(300)
    const bare = await startPeer('bare-fastify.ts', { BODY_FILE: join(folder, 'page.json') })
    const fastifySchools = await startPeer('fastify-schools.ts', env)
    const proxy = await startPeer('http-proxy.ts', { ...env, UPSTREAM: `http://127.0.0.1:${fastifySchools.port}` })
    const moleculerSchools = await startPeer('moleculer-schools.ts', env)
    const moleculer = await startPeer('moleculer-gateway.ts', env)
    const contender = (name: string, origin: string) => ({
      name,
      url: origin + path,
      run: () => requestsPerSecond({ url: origin + path, headers, seconds }),
    })
    const ours = contender('gateway and bus', gateway)
    const beside = [
      contender('bare Fastify serving the same bytes', `http://127.0.0.1:${bare.port}`),
      contender('@fastify/http-proxy before a Fastify service', `http://127.0.0.1:${proxy.port}`),
      contender('Moleculer 0.15 with moleculer-web over NATS', `http://127.0.0.1:${moleculer.port}`),
    ]
    for (const { name, url } of [ours, ...beside]) {
      await same(name, url, headers, page)
      await requestsPerSecond({ url, headers, seconds: 2 })
    }
    await compare({ work, unit: 'requests/s', ours, beside, rounds })
    for (const peer of [bare, proxy, fastifySchools, moleculer, moleculerSchools]) await peer.stop()
  } finally {
    nats.kill()
    await measured.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Equal work gives an equal page. */
async function same(name: string, url: string, headers: Record<string, string>, expected: string): Promise<void> {
  const items = (text: string) => (JSON.parse(text) as { items: unknown[] }).items
  const text = await (await fetch(url, { headers })).text()
  if (!isDeepStrictEqual(items(text), items(expected))) throw new Error(`${name} answers another page: ${text.slice(0, 400)}`)
  const stranger = await fetch(url)
  if (!name.startsWith('bare') && stranger.status !== 401) throw new Error(`${name} answers ${stranger.status} without a token`)
}

/** The system under measurement: the whole of it, each part its own process, with a register of fictional schools. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { getToken } from '@nlc/infra/local/access-token'
import { type System, startSystem } from '@nlc/infra/local/system'
import { establishmentsCsv, fictionalSchools, inWindows1252 } from '../services/membership/src/register-imports/fixtures.ts'

export interface Measured {
  readonly system: System
  readonly gateway: string
  /** Of the national body: it may do everything that is measured. */
  token(): Promise<string>
  stop(): Promise<void>
}

/** Unlimited rates: what is measured is the work, not its refusal. */
export async function startMeasured(): Promise<Measured> {
  const dataDir = mkdtempSync(join(tmpdir(), 'nlc-bench-'))
  const system = await startSystem({
    dataDir,
    demo: false,
    log: (sentence) => console.error(sentence),
    env: { RATE_LIMIT: '1000000000', NODE_ENV: 'production' },
  })
  const { gateway, clients } = system.sandbox
  const stop = async () => {
    await system.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  const interrupted = () => void stop().finally(() => process.exit(130))
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted)
  return { system, gateway, token: async () => (await getToken(gateway, clients.nationalBody)).accessToken, stop }
}

/** The file of a register with so many schools. */
export const registerFile = (schools: number): Buffer => inWindows1252(establishmentsCsv(fictionalSchools(schools)))

/** As a client does it: upload, start, wait until it is done. @returns seconds of the upload and of the import. */
export async function importRegister({ gateway, token }: Measured, file: Buffer): Promise<{ upload: number; run: number }> {
  const authorization = `Bearer ${await token()}`
  const began = performance.now()
  const created = await ask(`${gateway}/v1/register-files`, {
    method: 'POST',
    headers: {
      authorization,
      'tus-resumable': '1.0.0',
      'upload-length': String(file.length),
      'upload-metadata': `filetype ${btoa('text/csv')}`,
    },
  })
  const location = new URL(created.headers.get('location') ?? '', gateway)
  await ask(location.href, {
    method: 'PATCH',
    headers: { authorization, 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: new Uint8Array(file),
  })
  const uploaded = performance.now()
  const started = await ask(`${gateway}/v1/register-imports`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({
      fileId: location.pathname.split('/').at(-1),
      kind: 'establishments',
      extractedOn: new Date().toISOString().slice(0, 10),
    }),
  })
  const { id } = (await started.json()) as { id: string }
  for (;;) {
    const { state, ...rest } = (await (await ask(`${gateway}/v1/register-imports/${id}`, { headers: { authorization } })).json()) as {
      state: string
    }
    if (state === 'done') break
    if (state !== 'queued' && state !== 'running') throw new Error(`The import is ${state}: ${JSON.stringify(rest)}`)
    await sleep(20)
  }
  return { upload: (uploaded - began) / 1000, run: (performance.now() - uploaded) / 1000 }
}

async function ask(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init)
  if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${url}: ${response.status} ${await response.text()}`)
  return response
}

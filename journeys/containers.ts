/** The system in containers, as infra/compose.yaml has it, in a compose project of its own that is gone afterwards. */
import { execFile, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freshFolder, removeFolder } from '@nlc/infra/local/fresh-folder'
import { freePort } from '@nlc/infra/local/ports'
import { openSandbox } from '@nlc/infra/local/sandbox'
import { vi } from 'vitest'
import { root } from './document-examples.ts'
import type { SystemUnderTest } from './started-system.ts'

export async function startContainers(): Promise<SystemUnderTest> {
  if (spawnSync('docker', ['image', 'inspect', 'nlc'], { stdio: 'ignore' }).status !== 0)
    throw new Error('There is no image nlc. Build it first: docker build -f infra/Dockerfile -t nlc .')
  const folder = await freshFolder()
  const port = String(await freePort())
  const gateway = `http://127.0.0.1:${port}`
  const compose = composeFor(`nlc-journey-${randomUUID().slice(0, 8)}`, { PORT: port, ISSUER: gateway })
  const stop = async () => {
    await compose('down', '--volumes', '--timeout', '20')
    await removeFolder(folder)
  }
  try {
    await compose('up', '--detach', '--no-build')
    await vi.waitFor(async () => (await fetch(`${gateway}/health/ready`)).ok || Promise.reject(new Error('not ready')), {
      timeout: 120_000,
      interval: 200,
    })
    const clients = JSON.parse(await compose('run', '--rm', 'secrets', 'clients'))
    const sandbox = await openSandbox(folder, { gateway, clients }, { demo: true, log: () => undefined })
    const natsUrl = `nats://${(await compose('port', 'nats', '4222')).trim()}`
    return {
      sandbox,
      natsUrl,
      async natsCredentials(service) {
        const file = join(folder, `${service}.creds`)
        const credentials = await compose('run', '--rm', '--entrypoint', 'cat', 'secrets', `/secrets/authority/nats/${service}.creds`)
        writeFileSync(file, credentials, { mode: 0o600 })
        return file
      },
      stop,
    }
  } catch (cause) {
    const logs = await compose('logs', '--tail', '20').catch(String)
    await stop()
    throw new Error(`The containers did not come up:\n${logs}`, { cause })
  }
}

/** `docker compose`, or where that is not there the program that it was before. */
function composeFor(project: string, env: NodeJS.ProcessEnv): (...args: string[]) => Promise<string> {
  const [command, ...first] = spawnSync('docker', ['compose', 'version']).status === 0 ? ['docker', 'compose'] : ['docker-compose']
  const files = ['-f', join(root, 'infra/compose.yaml'), '-f', join(root, 'journeys/compose.yaml')]
  return async (...args) =>
    (await promisify(execFile)(command!, [...first, '-p', project, ...files, ...args], { env: { ...process.env, ...env } })).stdout
}

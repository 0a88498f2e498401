/**
 * Once per run: Postgres, and whom NATS will trust. Embedded by default; `NLC_INFRA=containers` takes the same from
 * Docker. The servers are thrown away at the end, so nothing is written down safely: that is what makes them fast.
 */
import { join } from 'node:path'
import { freshFolder, removeFolder, sweepFreshFolders } from '@nlc/infra/local/fresh-folder'
import { issueIdentities } from '@nlc/infra/local/nats'
import { serviceNames } from '@nlc/infra/local/services'
import type { TestProject } from 'vitest/node'
import { startEmbedded, type TestServers } from './embedded.ts'
import { newIssuerKey } from './issuer.ts'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const log = (sentence: string) => console.log(sentence)
  await sweepFreshFolders(log)
  const folder = await freshFolder()
  try {
    const servers = await (process.env.NLC_INFRA === 'containers' ? startContainers() : startEmbedded(folder, log))
    const credentials = join(folder, 'nats')
    const { trust, keeper, vendorSigning } = await issueIdentities(credentials, serviceNames)
    const { postgresUrl, nats: server } = servers
    project.provide('infrastructure', {
      postgresUrl,
      nats: { server, trust, credentials, keeper, vendorSigning },
      issuerKey: await newIssuerKey(),
    })
    return async () => {
      await servers.stop()
      await removeFolder(folder)
    }
  } catch (error) {
    await removeFolder(folder)
    throw error
  }
}

/** Loaded only where it is wanted: the library is large. */
async function startContainers(): Promise<TestServers> {
  return await (await import('./containers.ts')).startContainers()
}

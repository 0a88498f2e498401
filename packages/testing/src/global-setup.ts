/**
 * Once per run: Postgres, and whom NATS will trust. Embedded by default; `NLC_INFRA=containers` takes the same from
 * Docker. The servers are thrown away at the end, so nothing is written down safely: that is what makes them fast.
 */
import { join } from 'node:path'
import { freshFolder, removeFolder, sweepFreshFolders } from '@nlc/infra/local/fresh-folder'
import { issueIdentities } from '@nlc/infra/local/nats'
import { serviceNames } from '@nlc/infra/local/services'
import type { TestProject } from 'vitest/node'
import { newIssuerKey } from './issuer.ts'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const log = (sentence: string) => console.log(sentence)
  await sweepFreshFolders(log)
  const folder = await freshFolder()
  const credentials = join(folder, 'nats')
  const [servers, identities, issuerKey] = await Promise.all([
    process.env.NLC_INFRA === 'containers'
      ? import('./containers.ts').then(({ startContainers }) => startContainers())
      : import('./embedded.ts').then(({ startEmbedded }) => startEmbedded(folder, log)),
    issueIdentities(credentials, serviceNames),
    newIssuerKey(),
  ])
  project.provide('infrastructure', {
    postgresUrl: servers.postgresUrl,
    nats: { server: servers.nats, trust: identities.trust, credentials },
    issuerKey,
  })
  return async () => {
    await servers.stop()
    await removeFolder(folder)
  }
}

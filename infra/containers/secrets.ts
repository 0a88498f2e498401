/**
 * First, once: makes what the containers prove themselves with, each in a volume of its own, so that a service that is
 * broken into holds nobody's secrets but its own. Safe to repeat; what is there is kept. `clients` shows the machine
 * clients that identity begins with.
 */
import { chown, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { issueIdentities } from '../local/nats.ts'
import { postgresUrl } from '../local/postgres-address.ts'
import { bootstrapClients, keptSecrets } from '../local/secrets.ts'
import { serviceNames, services } from '../local/services.ts'
import { serverConfiguration } from '../nats/server-configuration.ts'

const VOLUMES = '/secrets'
/** What everything is derived from; only this program and the setup see it. */
const authority = join(VOLUMES, 'authority')
const NODE_USER = 1000

const secrets = await keptSecrets(authority, services)
if (process.argv[2] === 'clients') {
  console.log(JSON.stringify(secrets.clients, null, 2))
} else {
  const { trust, credentialsOf, keeper, vendorSigning } = await issueIdentities(join(authority, 'nats'), serviceNames)
  await handOut('postgres', 'password', secrets.postgres)
  await handOut(
    'nats',
    'server.conf',
    serverConfiguration({ host: '0.0.0.0', port: 4222, store: '/data', accounts: '/data/accounts', trust }),
  )
  await handOut('keeper', 'keeper.json', JSON.stringify(keeper))
  for (const { name, database } of services) {
    await handOut(name, 'nats.creds', await readFile(credentialsOf(name), 'utf8'))
    await handOut(
      name,
      'env',
      environment({
        NATS_CREDS: '/secrets/nats.creds',
        ...(database && { POSTGRES_URL: postgresUrl({ host: 'postgres', port: 5432, password: secrets.databases[name] as string }, name) }),
        ...(name === 'identity' && { BOOTSTRAP_CLIENTS: bootstrapClients(secrets), KEY_ENCRYPTION_KEY: secrets.keyEncryption }),
        ...(name === 'recognition' && { KEY_ENCRYPTION_KEY: secrets.issuerKeyEncryption }),
        ...(name === 'subscriptions' && {
          KEY_ENCRYPTION_KEY: secrets.webhookKeyEncryption,
          NATS_DOOR_ACCOUNT: vendorSigning.account,
          NATS_DOOR_SIGNING_KEY: vendorSigning.signingKey,
        }),
      }),
    )
  }
  console.log(`Secrets are ready for ${services.map(({ name }) => name).join(', ')}.`)
}

async function handOut(owner: string, name: string, content: string): Promise<void> {
  const folder = join(VOLUMES, owner)
  const file = join(folder, name)
  await mkdir(folder, { recursive: true })
  await writeFile(file, content, { mode: 0o600 })
  // Postgres and NATS read theirs as root, before they give that up.
  if (owner !== 'postgres' && owner !== 'nats') await Promise.all([folder, file].map((path) => chown(path, NODE_USER, NODE_USER)))
}

/** As `node --env-file` reads it. None of the values holds a single quote. */
function environment(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join('')
}

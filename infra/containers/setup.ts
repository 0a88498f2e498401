/** Second, once Postgres runs: a database and a role for each service, and its tables. Safe to repeat: so is an upgrade done. */
import { spawnSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureDatabases } from '../local/databases.ts'
import { Fault } from '../local/fault.ts'
import { canConnect, postgresUrl } from '../local/postgres-address.ts'
import { keptSecrets } from '../local/secrets.ts'
import { services } from '../local/services.ts'

const server = { host: 'postgres', port: 5432 }
const secrets = await keptSecrets('/secrets/authority', services)
const superuser = postgresUrl({ ...server, password: secrets.postgres })
for (let tries = 0; !(await canConnect(superuser)); tries++) {
  if (tries > 300) throw new Fault('Postgres cannot be reached a minute after its start: see its log.')
  await sleep(200)
}
await ensureDatabases(superuser, secrets.databases)
for (const { name, main, database } of services) {
  if (!database) continue
  const POSTGRES_URL = postgresUrl({ ...server, password: secrets.databases[name] as string }, name)
  const { status } = spawnSync(process.execPath, [main, 'migrate'], { stdio: 'inherit', env: { ...process.env, POSTGRES_URL } })
  if (status !== 0) {
    console.error(`The migrations of ${name} failed, so nothing was started on its database; see above.`)
    process.exit(1)
  }
}

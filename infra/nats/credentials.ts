/**
 * The broker's identities, in NATS's operator mode: an operator signs accounts, an account signs its users, and the
 * server is given the operator and the accounts alone. So a user's rights are in a signed token of its own, and a
 * user is added without touching the server.
 */
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encodeAccount, encodeOperator, encodeUser, fmtCreds } from '@nats-io/jwt'
import { createAccount, createOperator, createUser, fromSeed, type KeyPair } from '@nats-io/nkeys'
import { permissionsOf } from './permissions.ts'

/** The keys that sign. They stay the same for as long as the data does: JetStream files its streams under the account. */
interface SigningKeys {
  operator: KeyPair
  system: KeyPair
  account: KeyPair
}

const UNLIMITED_ACCOUNT = {
  conn: -1,
  leaf: -1,
  imports: -1,
  exports: -1,
  wildcards: true,
  subs: -1,
  data: -1,
  payload: -1,
}
const UNLIMITED_JETSTREAM = { mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 }

export interface BrokerIdentities {
  /** The lines of the server's configuration that say whom it trusts. */
  readonly trust: string
  /** The credentials file of a service. */
  credentialsOf(service: string): string
}

/** Makes the identities, or makes them again from the keys kept in `folder`, so that changed permissions take effect. */
export async function issueIdentities(folder: string, services: readonly string[]): Promise<BrokerIdentities> {
  await mkdir(folder, { recursive: true })
  const keys = await keptKeys(join(folder, 'signing-keys.json'))
  const system = keys.system.getPublicKey()
  const operatorToken = await encodeOperator('NLC', keys.operator, { system_account: system })
  const systemToken = await encodeAccount(
    'SYS',
    keys.system,
    { limits: UNLIMITED_ACCOUNT },
    { signer: keys.operator },
  )
  const accountToken = await encodeAccount(
    'NLC',
    keys.account,
    { limits: { ...UNLIMITED_ACCOUNT, ...UNLIMITED_JETSTREAM } },
    { signer: keys.operator },
  )
  const credentialsOf = (service: string) => join(folder, `${service}.creds`)
  for (const service of services) {
    const user = createUser()
    const { publish, subscribe } = permissionsOf(service, services)
    const token = await encodeUser(service, user, keys.account, {
      pub: { allow: [...publish], deny: [] },
      sub: { allow: [...subscribe], deny: [] },
    })
    await writeSecret(credentialsOf(service), fmtCreds(token, user))
  }
  return {
    credentialsOf,
    trust: `operator: ${operatorToken}
system_account: ${system}
resolver: MEMORY
resolver_preload: {
  ${system}: ${systemToken}
  ${keys.account.getPublicKey()}: ${accountToken}
}
`,
  }
}

async function keptKeys(file: string): Promise<SigningKeys> {
  const kept = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (kept) {
    const { operator, system, account } = JSON.parse(kept) as Record<keyof SigningKeys, string>
    return { operator: fromText(operator), system: fromText(system), account: fromText(account) }
  }
  const keys = { operator: createOperator(), system: createAccount(), account: createAccount() }
  const { operator, system, account } = keys
  await writeSecret(
    file,
    JSON.stringify({ operator: toText(operator), system: toText(system), account: toText(account) }),
  )
  return keys
}

function toText(key: KeyPair): string {
  return new TextDecoder().decode(key.getSeed())
}

function fromText(seed: string): KeyPair {
  return fromSeed(new TextEncoder().encode(seed))
}

async function writeSecret(file: string, content: string | Uint8Array): Promise<void> {
  await writeFile(file, content, { mode: 0o600 })
  await chmod(file, 0o600) // the mode above holds only for a new file
}

/** What a data folder keeps secret: made at its first start, kept for as long as the data. */
import { generateKeyPairSync, type JsonWebKey, randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newId } from './new-id.ts'
import type { ServiceEntry } from './services.ts'

export interface ClientSecret {
  readonly id: string
  readonly secret: string
  /** Private key (JWK, Ed25519) that signs the statements by which the client acts for a person. */
  readonly statementKey: JsonWebKey & { kid: string }
}

export interface Secrets {
  readonly postgres: string
  /** The password of each service's role. */
  readonly databases: Record<string, string>
  /** Seals identity's private signing keys. */
  readonly keyEncryption: string
  /** Seals the private keys that webhooks are signed with. */
  readonly webhookKeyEncryption: string
  readonly issuerKeyEncryption: string
  readonly clients: Record<ClientRole, ClientSecret>
}

/** The machine clients that a new system knows, one for each kind of user. */
const CLIENTS = {
  nationalBody: { kind: 'national-body', name: 'National body' },
  integrator: { kind: 'integrator', name: 'Integrator' },
  misVendor: { kind: 'mis-vendor', name: 'MIS vendor' },
} as const
export type ClientRole = keyof typeof CLIENTS

export async function keptSecrets(dataDir: string, services: readonly ServiceEntry[]): Promise<Secrets> {
  const file = join(dataDir, 'secrets.json')
  const kept = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Secrets,
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    },
  )
  const secrets: Secrets = {
    postgres: kept?.postgres ?? newSecret(),
    // A service that is new to this folder gets its password now.
    databases: Object.fromEntries(
      services.filter(({ database }) => database).map(({ name }) => [name, kept?.databases[name] ?? newSecret()]),
    ),
    keyEncryption: kept?.keyEncryption ?? newSecret(),
    webhookKeyEncryption: kept?.webhookKeyEncryption ?? newSecret(),
    issuerKeyEncryption: kept?.issuerKeyEncryption ?? newSecret(),
    clients: kept?.clients ?? {
      nationalBody: newClient(),
      integrator: newClient(),
      misVendor: newClient(),
    },
  }
  await writeFile(file, JSON.stringify(secrets, null, 2), { mode: 0o600 })
  return secrets
}

/** As identity's BOOTSTRAP_CLIENTS takes them. */
export function bootstrapClients({ clients }: Secrets): string {
  return JSON.stringify(
    Object.entries(CLIENTS).map(([role, client]) => {
      const { id, secret, statementKey } = clients[role as ClientRole]
      const { d: _, ...publicKey } = statementKey
      // The national body's, too: through it a school's first sharing agreement is signed, when no other client sees the school.
      return { id, secret, ...client, mayActForPeople: true, keys: [{ ...publicKey, alg: 'EdDSA', use: 'sig' }] }
    }),
  )
}

function newClient(): ClientSecret {
  const statementKey = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  return { id: newId(), secret: newSecret(), statementKey: { ...statementKey, kid: 'statements' } }
}

/** 256 bits, in letters that need no escaping in a URL. */
function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/**
 * The broker's identities, in NATS's operator mode: an operator signs accounts, an account signs its users, and the
 * server is told of the operator and the accounts alone. A user's rights are in a signed token of its own, so a user is
 * added without touching the server.
 */
import { encodeAccount, encodeOperator, encodeUser, fmtCreds } from '@nats-io/jwt'
import { createAccount, createOperator, createUser, fromSeed, type KeyPair } from '@nats-io/nkeys'
import { permissionsOf } from './permissions.ts'

/** The seeds of the keys that sign. They last as long as the data: JetStream files its streams under the account's key. */
export interface SigningKeys {
  readonly operator: string
  /** Of the account that the server itself reports to. */
  readonly system: string
  /** Of the account that the services share. */
  readonly account: string
}

export function newSigningKeys(): SigningKeys {
  return { operator: seedOf(createOperator()), system: seedOf(createAccount()), account: seedOf(createAccount()) }
}

/** The lines of the server's configuration that say whom it trusts. */
export async function trustIn({ operator, system, account }: SigningKeys): Promise<string> {
  return `operator: ${await encodeOperator('NLC', operator, { system_account: publicKeyOf(system) })}
system_account: ${publicKeyOf(system)}
resolver: MEMORY
resolver_preload: {
  ${publicKeyOf(system)}: ${await accountToken('SYS', system, operator)}
  ${publicKeyOf(account)}: ${await accountToken('NLC', account, operator, JETSTREAM)}
}
`
}

/** What a service proves itself with: the content of its credentials file. */
export async function credentialsOf(service: string, account: string, services: readonly string[]): Promise<string> {
  const { publish, subscribe } = permissionsOf(service, services)
  const user = createUser()
  const token = await encodeUser(service, user, account, {
    pub: { allow: [...publish], deny: [] },
    sub: { allow: [...subscribe], deny: [] },
  })
  return new TextDecoder().decode(fmtCreds(token, user))
}

// -1 is without a limit.
const MESSAGING = { conn: -1, leaf: -1, imports: -1, exports: -1, wildcards: true, subs: -1, data: -1, payload: -1 }
const JETSTREAM = { mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 }

function accountToken(name: string, account: string, operator: string, jetstream = {}): Promise<string> {
  return encodeAccount(name, account, { limits: { ...MESSAGING, ...jetstream } }, { signer: operator })
}

function seedOf(key: KeyPair): string {
  return new TextDecoder().decode(key.getSeed())
}

function publicKeyOf(seed: string): string {
  return fromSeed(new TextEncoder().encode(seed)).getPublicKey()
}

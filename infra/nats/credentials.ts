/**
 * The broker's identities, in NATS's operator mode: an operator signs accounts, an account signs its users, and the
 * server is told of the operator and the accounts alone. A user's rights are in a signed token of its own, so a user is
 * added without touching the server.
 */
import { type Account, encodeAccount, encodeOperator, encodeUser, fmtCreds } from '@nats-io/jwt'
import { createAccount, createOperator, createUser, fromSeed, type KeyPair } from '@nats-io/nkeys'
import type { KeeperIdentity } from './keeper.ts'
import { KEEPER, permissionsOf, permissionsOfKeeperInSystem, type SubjectPermissions } from './permissions.ts'
import { exportsToVendors } from './vendors.ts'

/** The seeds of the keys that sign. They last as long as the data: JetStream files its streams under the account's key. */
export interface SigningKeys {
  readonly operator: string
  /** Signs for the operator while the system runs; it can be replaced, and the operator stays. */
  readonly operatorSigning: string
  /** Of the account that the server itself reports to. */
  readonly system: string
  /** Of the account that the services share. */
  readonly account: string
  /** Of the account that vendors live in. */
  readonly vendors: string
  /** Signs vendors' users, and can sign nothing else. */
  readonly vendorSigning: string
}

/** What subscriptions makes vendors' credentials with. */
export interface VendorSigning {
  /** Public key of the vendors' account. */
  readonly account: string
  /** Seed. */
  readonly signingKey: string
}

export function newSigningKeys(): SigningKeys {
  return {
    operator: seedOf(createOperator()),
    operatorSigning: seedOf(createOperator()),
    system: seedOf(createAccount()),
    account: seedOf(createAccount()),
    vendors: seedOf(createAccount()),
    vendorSigning: seedOf(createAccount()),
  }
}

/**
 * The lines of the server's configuration that say whom it trusts. The vendors' account is not among them: the keeper brings
 * it, with what is revoked, and the server keeps it.
 */
export async function trustIn({ operator, operatorSigning, system, account }: SigningKeys): Promise<string> {
  const said = { system_account: publicKeyOf(system), signing_keys: [publicKeyOf(operatorSigning)] }
  return `operator: ${await encodeOperator('NLC', operator, said)}
system_account: ${publicKeyOf(system)}
resolver_preload: {
  ${publicKeyOf(system)}: ${await accountToken('SYS', system, operator)}
  ${publicKeyOf(account)}: ${await accountToken('NLC', account, operator, JETSTREAM, { exports: exportsToVendors })}
}
`
}

/** What a service proves itself with: the content of its credentials file. */
export async function credentialsOf(service: string, account: string, services: readonly string[]): Promise<string> {
  return await userOf(service, account, permissionsOf(service, services))
}

export async function keeperIdentity(keys: SigningKeys, services: readonly string[]): Promise<KeeperIdentity> {
  const vendors = {
    account: publicKeyOf(keys.vendors),
    signingKey: publicKeyOf(keys.vendorSigning),
    platform: publicKeyOf(keys.account),
  }
  return {
    credentials: await credentialsOf(KEEPER, keys.account, services),
    systemCredentials: await userOf(KEEPER, keys.system, permissionsOfKeeperInSystem(vendors.account)),
    operatorSigningKey: keys.operatorSigning,
    vendors,
  }
}

export const vendorSigning = ({ vendors, vendorSigning }: SigningKeys): VendorSigning => ({
  account: publicKeyOf(vendors),
  signingKey: vendorSigning,
})

async function userOf(name: string, account: string, { publish, subscribe }: SubjectPermissions): Promise<string> {
  const user = createUser()
  const token = await encodeUser(name, user, account, {
    pub: { allow: [...publish], deny: [] },
    sub: { allow: [...subscribe], deny: [] },
  })
  return new TextDecoder().decode(fmtCreds(token, user))
}

// -1 is without a limit.
const MESSAGING = { conn: -1, leaf: -1, imports: -1, exports: -1, wildcards: true, subs: -1, data: -1, payload: -1 }
const JETSTREAM = { mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 }

function accountToken(name: string, account: string, operator: string, jetstream = {}, more: Partial<Account> = {}): Promise<string> {
  return encodeAccount(name, account, { limits: { ...MESSAGING, ...jetstream }, ...more }, { signer: operator })
}

function seedOf(key: KeyPair): string {
  return new TextDecoder().decode(key.getSeed())
}

function publicKeyOf(seed: string): string {
  return fromSeed(new TextEncoder().encode(seed)).getPublicKey()
}

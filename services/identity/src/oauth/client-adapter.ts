/** The authorization server's view of our clients. */
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'
import { type ClientRecord, selectClients } from '../clients/client-record.ts'
import { unlessOutage } from './unavailable.ts'

export const tokenExchange = 'urn:ietf:params:oauth:grant-type:token-exchange'
export const grantTypes = ['client_credentials', tokenExchange]

/** The member of the library's client that holds ours. */
export const record = 'nlc_record'
export type Registered = Pick<ClientRecord, 'id' | 'kind' | 'scopes' | 'mayActForPeople' | 'keys' | 'secrets'> & { suspended: boolean }

const clientId = /^[A-Za-z0-9_-]{1,64}$/

/**
 * Only clients are asked for: access tokens are signed and not kept, and there are no sessions, codes or grants. Anything
 * else would be a feature that was switched on by mistake.
 */
export const adapterFor =
  (db: Sql): AdapterFactory =>
  (model): Adapter => {
    const unused = async (): Promise<never> => {
      throw new Error(`${model} is not kept: the authorization server knows clients only`)
    }
    return {
      find: model === 'Client' ? (id) => unlessOutage(findClient(db, id)) : unused,
      upsert: unused,
      findByUserCode: unused,
      findByUid: unused,
      consume: unused,
      destroy: unused,
      revokeByGrantId: unused,
    }
  }

async function findClient(db: Sql, id: string): Promise<AdapterPayload | undefined> {
  // What cannot be an id is not looked for: Postgres refuses some strings, such as one with a NUL, as an error.
  if (!clientId.test(id)) return undefined
  const { rows } = await sql<ClientRecord>`${selectClients} where id = ${id}`.execute(db)
  const [client] = rows
  return client && metadataOf(client)
}

function metadataOf({ id, kind, authMethod, scopes, mayActForPeople, keys, secrets, suspendedSince }: ClientRecord): AdapterPayload {
  const registered: Registered = { id, kind, scopes, mayActForPeople, keys, secrets, suspended: suspendedSince !== null }
  return {
    client_id: id,
    grant_types: grantTypes,
    redirect_uris: [],
    response_types: [],
    ...(authMethod === 'client-secret'
      ? // Either of client_secret_basic and client_secret_post is taken. The library wants a secret here; ours are digests,
        // which `compareClientSecret` knows how to compare.
        { token_endpoint_auth_method: 'client_secret_basic', client_secret: 'digests' }
      : { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: keys.map(({ key_ops: _, ...key }) => key) } }),
    [record]: registered,
  }
}

/** The table of contents of identity. */
import { ClientRegistered, identity as contract, SigningKeyRotated, TrustPublished } from '@nlc/contracts/identity'
import { type DatabaseConfig, defineService, type RunOptions, type Service, unitOfWork } from '@nlc/runtime'
import * as clients from './clients/index.ts'
import { registerBootstrapClients } from './clients/register-bootstrap-clients.ts'
import type { Settings } from './config.ts'
import { forgetUsedJwts } from './oauth/forget-used-jwts.ts'
import { Keyring } from './oauth/keyring.ts'
import { oauth } from './oauth/oauth.ts'
import * as signingKeys from './signing-keys/index.ts'
import { keepKeys } from './signing-keys/keep-signing-keys.ts'
import { lockTrust } from './signing-keys/publish-trust.ts'

/** @param settings asked for when something runs: migrating needs none. */
export function identity(settings: () => Settings): { service: Service; options: RunOptions<DatabaseConfig> } {
  const works = [...signingKeys.works(settings), forgetUsedJwts] as const
  const service = defineService(contract, {
    entities: clients.entities,
    migrations: [new URL('../migrations/', import.meta.url)],
    handlers: [...clients.handlers(settings), ...signingKeys.handlers(settings)],
    works,
  })

  const options: RunOptions<DatabaseConfig> = {
    http: (app, { database, log }) => oauth(app, settings(), { sql: database.sql, log }),

    /** Ready means that a token can be had: there are clients to begin with, and keys that can be opened. */
    async beforeReady({ database, clock, committed }) {
      const done = await unitOfWork(
        database,
        clock,
        {
          cause: { operation: 'identity.start', client: 'identity', input: '' },
          emits: [ClientRegistered, SigningKeyRotated, TrustPublished],
        },
        async (change) => {
          // Of two processes that start at once, the second finds everything made.
          await lockTrust(change.sql)
          await registerBootstrapClients(settings(), change)
          await keepKeys(settings(), change)
          await new Keyring(change.sql, settings().sealing).current()
          for (const work of works) await change.enqueue(work, {}, { key: work.name })
        },
      )
      if (done) committed(done)
    },
  }
  return { service, options }
}

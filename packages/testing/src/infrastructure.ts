/** What a run of the tests stands on, and how a test file gets its part of it. Filled by the global setup. */
import type { VendorSigning } from '@nlc/infra/nats/credentials'
import type { KeeperIdentity } from '@nlc/infra/nats/keeper'
import { inject } from 'vitest'

export interface Infrastructure {
  /** The superuser's address; services' roles have the same password. */
  readonly postgresUrl: string
  readonly nats: {
    /** A program, or an image. */
    readonly server: { readonly kind: 'program'; readonly path: string } | { readonly kind: 'container'; readonly image: string }
    /** The lines of its configuration that say whom it trusts. */
    readonly trust: string
    /** The folder with `<service>.creds`. */
    readonly credentials: string
    readonly keeper: KeeperIdentity
    readonly vendorSigning: VendorSigning
  }
  /** The key that tests sign tokens with, as JWK. */
  readonly issuerKey: Record<string, unknown>
}

declare module 'vitest' {
  interface ProvidedContext {
    infrastructure: Infrastructure
  }
}

export function infrastructure(): Infrastructure {
  const provided = inject('infrastructure')
  if (!provided) throw new Error('This test needs Postgres and NATS: its project in vitest.config.ts must name @nlc/testing/global-setup.')
  return provided
}

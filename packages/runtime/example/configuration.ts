import type { DatabaseConfig } from '../src/index.ts'

/** What a service in miniature is told; `more` wins. */
export const configuration = (
  needed: Pick<DatabaseConfig, 'POSTGRES_URL' | 'NATS_URL' | 'NATS_CREDS' | 'ISSUER' | 'TRUSTED_ISSUERS'>,
  more: Partial<DatabaseConfig> = {},
): DatabaseConfig => ({
  POSTGRES_POOL: 8,
  MAX_IN_FLIGHT: 256,
  HTTP_HOST: '127.0.0.1',
  HTTP_PORT: 0,
  LOG_LEVEL: 'silent',
  ...needed,
  ...more,
})

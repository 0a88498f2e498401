/** Configuration: one schema per service, read once, every fault named at start. */
import Type, { type Static, type TObject, type TProperties } from 'typebox'
import { readerOf } from './schema.ts'

/** What every process is told. Names are those of the environment. */
export const commonConfig = {
  NATS_URL: Type.String({ description: 'nats://host:port' }),
  NATS_CREDS: Type.Optional(Type.String({ description: 'File with the credentials (JWT and seed) for NATS.' })),
  HTTP_HOST: Type.String({ default: '127.0.0.1', description: 'The address that its own HTTP listens on.' }),
  HTTP_PORT: Type.Integer({ minimum: 0, maximum: 65535, default: 0, description: '0: any free port.' }),
  HTTP_ADVERTISE: Type.Optional(
    Type.String({ description: 'The URL at which others of the system reach its HTTP; default: where it listens.' }),
  ),
  LOG_FILE: Type.Optional(Type.String({ description: 'File for the log; default: standard output.' })),
  LOG_LEVEL: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], { default: 'info' }),
  CLOCK_FILE: Type.Optional(Type.String({ description: "The sandbox's clock; never in production." })),
  ISSUER: Type.String({ description: "The gateway's public URL: issuer and audience of our tokens." }),
  TRUSTED_ISSUERS: Type.String({
    default: '[]',
    description: 'JSON: [{ "issuer", "jwks" | "jwksUri" }], further issuers of access tokens.',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: Type.Optional(Type.String({ description: 'Where traces and metrics go; absent: nowhere.' })),
} satisfies TProperties
export type CommonConfig = Static<TObject<typeof commonConfig>>

/** What a service with a database is told besides. */
export const databaseConfig = {
  POSTGRES_URL: Type.String({ description: 'postgres://role:password@host:port/database' }),
  POSTGRES_POOL: Type.Integer({ minimum: 4, maximum: 200, default: 16, description: 'Connections at most.' }),
  MAX_IN_FLIGHT: Type.Integer({ minimum: 1, default: 256, description: 'Operations under way at once; more are refused with 503.' }),
} satisfies TProperties
export type DatabaseConfig = CommonConfig & Static<TObject<typeof databaseConfig>>

export class ConfigError extends Error {}

/** @throws ConfigError that names every fault. */
export function readConfig<Schema extends TProperties>(
  schema: Schema,
  environment: Record<string, string | undefined>,
): Static<TObject<Schema>> {
  const object = Type.Object(schema)
  const reader = readerOf(object)
  const known = Object.fromEntries(
    Object.entries(schema).flatMap(([name, { default: fallback }]: [string, { default?: unknown }]) => {
      const value = environment[name] || fallback
      return value === undefined ? [] : [[name, value]]
    }),
  )
  const value = reader.coerce(known)
  if (reader.check(value)) return value as Static<TObject<Schema>>
  const faults = reader.faults(value).map(({ at, detail }) => `  ${at.slice(1)}: ${detail}`)
  throw new ConfigError(`The configuration is not complete:\n${faults.join('\n')}`)
}

/** What recognition is told besides what every service is. The only place that knows the environment's names. */
import { ConfigError, commonConfig, KeySealing, readConfig } from '@nlc/runtime'
import Type, { type TProperties } from 'typebox'

export const recognitionConfig = {
  KEY_ENCRYPTION_KEY: Type.String({
    pattern: '^[A-Za-z0-9_-]{43}$',
    description: '32 random bytes in base64url: seals the private keys in the database by which awarding bodies sign.',
  }),
} satisfies TProperties

export interface Settings {
  /** The gateway's public URL, an origin: DIDs and the addresses of status lists are made of it. */
  readonly issuer: string
  readonly sealing: KeySealing
}

/** @throws ConfigError that names every fault. */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const read = readConfig({ ISSUER: commonConfig.ISSUER, ...recognitionConfig }, environment)
  if (URL.parse(read.ISSUER)?.origin !== read.ISSUER)
    throw new ConfigError('The configuration is not complete:\n  ISSUER: It must be an origin, as https://api.example.org, without a path.')
  return {
    issuer: read.ISSUER,
    sealing: new KeySealing(
      Buffer.from(read.KEY_ENCRYPTION_KEY, 'base64url'),
      'Where it is lost, rotate the key of each awarding body: what was signed before can still be checked.',
    ),
  }
}

import Type from 'typebox'
import { expect, test } from 'vitest'
import { openBus } from './bus.ts'
import { ConfigError, commonConfig, databaseConfig, readConfig } from './config.ts'
import { openTrust } from './trust.ts'

const enough = { NATS_URL: 'nats://127.0.0.1:4222', ISSUER: 'http://gateway.test', POSTGRES_URL: 'postgres://roles@127.0.0.1/roles' }

test('what is not said has its default; texts become what the schema asks for', () => {
  expect(readConfig({ ...commonConfig, ...databaseConfig }, { ...enough, HTTP_PORT: '8080' })).toEqual({
    ...enough,
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: 8080,
    LOG_LEVEL: 'info',
    TRUSTED_ISSUERS: '[]',
    POSTGRES_POOL: 16,
    MAX_IN_FLIGHT: 256,
  })
})

test('an empty variable is one that was not set', () => {
  expect(readConfig(commonConfig, { ...enough, HTTP_HOST: '', LOG_FILE: '' })).toMatchObject({ HTTP_HOST: '127.0.0.1' })
  expect(() => readConfig(commonConfig, { ...enough, ISSUER: '' })).toThrow('ISSUER: It is missing.')
})

test('what the environment holds besides is not looked at', () => {
  expect(readConfig(commonConfig, { ...enough, PATH: '/bin' })).not.toHaveProperty('PATH')
})

test('every fault is named at once, each with its variable', () => {
  const read = () =>
    readConfig(
      { ...commonConfig, ...databaseConfig, WEIGHT: Type.Number() },
      { HTTP_PORT: '99999', LOG_LEVEL: 'loud', MAX_IN_FLIGHT: 'many', WEIGHT: '1.5' },
    )
  expect(read).toThrow(ConfigError)
  expect(read).toThrow(
    [
      'The configuration is not complete:',
      '  NATS_URL: It is missing.',
      '  ISSUER: It is missing.',
      '  POSTGRES_URL: It is missing.',
      '  HTTP_PORT: It must be <= 65535.',
      '  LOG_LEVEL: Must be one of: fatal, error, warn, info, debug, trace, silent.',
      '  MAX_IN_FLIGHT: It must be integer.',
    ].join('\n'),
  )
})

test('further issuers that cannot be understood are a fault of the configuration, said in a sentence', async () => {
  for (const TRUSTED_ISSUERS of [
    '',
    'http://issuer.test',
    '{}',
    '[{}]',
    '[{"issuer":"http://issuer.test"}]',
    '[{"issuer":"http://issuer.test","jwksUri":"keys"}]',
    '[{"issuer":"http://issuer.test","jwks":{}}]',
  ]) {
    const opening = openTrust({} as never, { ISSUER: enough.ISSUER, TRUSTED_ISSUERS }, {} as never)
    await expect(opening).rejects.toThrow(ConfigError)
    await expect(opening).rejects.toThrow(/^TRUSTED_ISSUERS must be JSON/)
  }
})

test('credentials that are not there are a fault of the configuration', async () => {
  const opening = openBus('roles', { NATS_URL: enough.NATS_URL, NATS_CREDS: '/nowhere/roles.creds' }, {} as never)
  await expect(opening).rejects.toThrow(ConfigError)
  await expect(opening).rejects.toThrow(/^NATS_CREDS: the file cannot be read/)
})

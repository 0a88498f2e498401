import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readSettings } from './config.ts'

const good = { ISSUER: 'https://api.example.org', KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64url') }
const client = { id: 'a', kind: 'integrator', name: 'A', secret: randomBytes(32).toString('base64url') }

test('what is needed suffices', () => {
  expect(readSettings(good)).toMatchObject({
    issuer: good.ISSUER,
    tokenSeconds: 600,
    signingKeyDays: 14,
    bootstrapClients: [],
    statementIssuers: [],
  })
})

test('clients and trusted issuers are read', () => {
  const BOOTSTRAP_CLIENTS = JSON.stringify([{ ...client, scopes: ['people:read'], mayActForPeople: true }])
  const TRUSTED_STATEMENT_ISSUERS = JSON.stringify([{ issuer: 'https://sign-in.test', jwksUri: 'https://sign-in.test/keys' }])
  const settings = readSettings({ ...good, BOOTSTRAP_CLIENTS, TRUSTED_STATEMENT_ISSUERS })
  expect(settings.bootstrapClients[0]).toMatchObject({ id: 'a', mayActForPeople: true })
  expect(settings.statementIssuers[0]?.jwksUri).toBe('https://sign-in.test/keys')
})

describe('is refused, naming the fault', () => {
  test.each([
    ['no issuer', { ISSUER: undefined }, 'ISSUER'],
    ['an issuer with a path', { ISSUER: 'https://api.example.org/v1' }, 'ISSUER'],
    ['an issuer that ends with a slash', { ISSUER: 'https://api.example.org/' }, 'ISSUER'],
    ['an issuer that is no address', { ISSUER: 'api' }, 'ISSUER'],
    ['no key', { KEY_ENCRYPTION_KEY: undefined }, 'KEY_ENCRYPTION_KEY'],
    ['a short key', { KEY_ENCRYPTION_KEY: 'secret' }, 'KEY_ENCRYPTION_KEY'],
    ['tokens that live for a day', { TOKEN_SECONDS: '86400' }, 'TOKEN_SECONDS'],
    ['clients that are not JSON', { BOOTSTRAP_CLIENTS: '[' }, 'BOOTSTRAP_CLIENTS'],
    ['a client whose secret could be guessed', { BOOTSTRAP_CLIENTS: JSON.stringify([{ ...client, secret: 'swordfish' }]) }, '/0/secret'],
    ['a client of no kind', { BOOTSTRAP_CLIENTS: JSON.stringify([{ ...client, kind: 'robot' }]) }, '/0/kind'],
    ['a client with a field that is not there', { BOOTSTRAP_CLIENTS: JSON.stringify([{ ...client, admin: true }]) }, '/0/admin'],
    ['an issuer without keys', { TRUSTED_STATEMENT_ISSUERS: JSON.stringify([{ issuer: 'https://sign-in.test' }]) }, 'jwks'],
    [
      'keys that travel in the clear',
      { TRUSTED_STATEMENT_ISSUERS: JSON.stringify([{ issuer: 'x', jwksUri: 'http://sign-in.test/keys' }]) },
      '/0/jwksUri',
    ],
  ])('%s', (_, wrong, named) => {
    expect(() => readSettings({ ...good, ...wrong })).toThrow(named)
  })

  test('all faults at once', () => {
    expect(() => readSettings({ ...good, ISSUER: 'api', BOOTSTRAP_CLIENTS: '[', TRUSTED_STATEMENT_ISSUERS: '{}' })).toThrow(
      /BOOTSTRAP_CLIENTS[\s\S]*TRUSTED_STATEMENT_ISSUERS[\s\S]*ISSUER/,
    )
  })
})

import { randomBytes } from 'node:crypto'
import { systemClock } from '@nlc/runtime'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { identityUnderTest, integrator, nationalBody } from '../test/identity-under-test.ts'
import { readSettings } from './config.ts'
import { identity as identityOf } from './service.ts'

const identity = identityUnderTest()

/** What a process with another configuration does before it is ready. */
const startWith = (changed: Record<string, string>) => {
  const settings = readSettings({ ...identity.environment, ...changed })
  const { database } = identity.running
  return identityOf(() => settings).options.beforeReady?.({ database, clock: systemClock, committed() {} } as never)
}
const everything = async () => [
  await identity.eventNames(),
  await identity.rows(sql`select id, version from client order by id`),
  await identity.rows(sql`select kid, state from signing_key order by kid`),
]

test('a process with another sealing key does not start, says what to do, and leaves nothing behind', async () => {
  const before = await everything()
  await expect(startWith({ KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64url') })).rejects.toThrow(
    /KEY_ENCRYPTION_KEY.*Give the old one back/,
  )
  expect(await everything()).toEqual(before)
})

test('a client of the configuration that breaks a rule keeps it from starting, and is named', async () => {
  const before = await everything()
  const wrong = JSON.stringify([{ ...integrator, id: 'greedy', scopes: ['people:read', 'national-body'] }])
  await expect(startWith({ BOOTSTRAP_CLIENTS: wrong })).rejects.toThrow(
    /BOOTSTRAP_CLIENTS: greedy: A client of this kind cannot have these scopes/,
  )
  expect(await everything()).toEqual(before)
})

test('processes that start at once make everything once', async () => {
  const fresh = JSON.stringify([{ ...integrator, id: 'fresh' }])
  const before = await identity.eventNames()
  await Promise.all(Array.from({ length: 4 }, () => startWith({ BOOTSTRAP_CLIENTS: fresh })))
  expect((await identity.eventNames()).slice(before.length)).toEqual(['client-registered'])
})

test('under another address of the gateway the trust is said anew', async () => {
  const before = await identity.eventNames()
  await startWith({ ISSUER: 'https://elsewhere.test' })
  expect((await identity.eventNames()).slice(before.length)).toEqual(['trust-published'])
  expect((await identity.eventData('identity.trust-published')).at(-1)).toMatchObject({ issuer: 'https://elsewhere.test' })
})

test('every start is in the audit, and every order with who gave it', async () => {
  await identity.order('identity.change-client', { clientId: integrator.id, name: 'Portal of the town' })
  const rows = await identity.rows(sql<{ operation: string; client: string }>`select operation, client from audit order by id`)
  expect(rows).toContainEqual({ operation: 'identity.start', client: 'identity' })
  expect(rows).toContainEqual({ operation: 'identity.change-client', client: nationalBody.id })
})

import { SigningKeyRotated, TrustPublished } from '@nlc/contracts/identity'
import { unitOfWork } from '@nlc/runtime'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { identityUnderTest, integrator } from '../../test/identity-under-test.ts'
import { readSettings } from '../config.ts'
import { keepKeys } from './keep-signing-keys.ts'

const identity = identityUnderTest()

/** What an hourly look says. */
async function look(now = new Date()): Promise<string[]> {
  const before = await identity.eventNames()
  await unitOfWork(
    identity.running.database,
    { now: () => now, close() {} },
    { cause: { operation: 'identity.keep-signing-keys', client: 'identity', input: '' }, emits: [SigningKeyRotated, TrustPublished] },
    (change) => keepKeys(readSettings(identity.environment), change),
  )
  return (await identity.eventNames()).slice(before.length)
}
const kids = async () => (await identity.rows(sql<{ kid: string }>`select kid from signing_key order by kid`)).map(({ kid }) => kid)

test('the first start makes the key that signs and the next one, and says so', async () => {
  const names = await identity.eventNames()
  expect(names.filter((name) => name === 'signing-key-rotated')).toHaveLength(1)
  expect(names.filter((name) => name === 'trust-published')).toHaveLength(1)
  expect(await kids()).toHaveLength(2)
})

test('a start with keys makes none, and a token from before is good after it', async () => {
  const before = await kids()
  const token = await identity.tokenOf(integrator)
  await identity.restart()
  expect(await kids()).toEqual(before)
  expect((await identity.ask('identity.get-client', { clientId: integrator.id }, { token })).status).toBe(200)
})

describe('looking', () => {
  test('changes nothing where nothing is due', async () => {
    expect(await look()).toEqual([])
  })

  test('rotates after 14 days, not before', async () => {
    await identity.rows(sql`update signing_key set signs_since = now() - interval '13 days 23 hours' where state = 'current'`)
    expect(await look()).toEqual([])
    await identity.rows(sql`update signing_key set signs_since = now() - interval '14 days 1 minute' where state = 'current'`)
    expect(await look()).toEqual(['signing-key-rotated', 'trust-published'])
    expect(await look()).toEqual([])
  })

  test('takes back a key whose last token has died', async () => {
    await identity.rows(sql`update signing_key set published_until = now() - interval '1 second' where state = 'retiring'`)
    expect(await look()).toEqual(['trust-published'])
    expect(await kids()).toHaveLength(2)
  })

  test('says the trust again each day', async () => {
    await identity.rows(
      sql`update event set recorded_at = recorded_at - interval '22 hours 50 minutes' where name = 'identity.trust-published'`,
    )
    expect(await look()).toEqual([])
    await identity.rows(sql`update event set recorded_at = recorded_at - interval '20 minutes' where name = 'identity.trust-published'`)
    expect(await look()).toEqual(['trust-published'])
    expect(await look()).toEqual([])
  })

  test('goes by real time: a clock moved by a year rotates nothing', async () => {
    expect(await look(new Date(Date.now() + 365 * 86_400_000))).toEqual([])
  })
})

test('it is queued, once, and looks again within the hour', async () => {
  await identity.restart()
  const rows = await identity.rows(sql<{ name: string; soon: boolean }>`
    select name, run_at <= now() + interval '1 hour' as soon from work where status = 'queued' order by name`)
  expect(rows).toEqual([
    { name: 'identity.forget-used-jwts', soon: true },
    { name: 'identity.keep-signing-keys', soon: true },
  ])
})

test('what was used and is long dead is forgotten, what could be replayed is not', async () => {
  const { forgetDead } = await import('../oauth/used-jwts.ts')
  await identity.rows(sql`
    insert into used_jwt (id, expires_at) values (sha256('dead'), now() - interval '2 minutes'), (sha256('dying'), now() - interval '1 second'), (sha256('live'), now() + interval '1 minute')`)
  await forgetDead(identity.running.database.sql)
  const rows = await identity.rows(sql<{ id: Buffer }>`select id from used_jwt order by expires_at`)
  expect(rows).toHaveLength(2)
})

import { expect, test, vi } from 'vitest'
import { basic, identityUnderTest, integrator } from '../../test/identity-under-test.ts'

const identity = identityUnderTest()

test('while the database is away, OAuth’s endpoints say so and that it is worth trying again; the metadata needs none', async () => {
  expect((await identity.post({ grant_type: 'client_credentials' }, basic(integrator))).status).toBe(200)
  // By a writer's connection, so that what is ended are the readers', which the endpoints use.
  const writer = identity.running.database.orm.em.getConnection()
  const [{ name }] = (await writer.execute('select quote_ident(current_database()) as name')) as [{ name: string }]
  await writer.execute(`alter database ${name} connection limit 0`)
  await writer.execute(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )

  await vi.waitFor(async () => {
    const answer = await identity.post({ grant_type: 'client_credentials' }, basic(integrator))
    expect(answer).toMatchObject({ status: 503, body: { error: 'temporarily_unavailable' } })
  })
  expect((await identity.http('/oauth/jwks')).status).toBe(503)
  expect((await identity.http('/.well-known/oauth-authorization-server')).status).toBe(200)
})

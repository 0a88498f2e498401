import { beforeAll, describe, expect, test } from 'vitest'
import { identityUnderTest, integrator, nationalBody } from '../../test/identity-under-test.ts'

const identity = identityUnderTest()
const ids: string[] = []

beforeAll(async () => {
  for (let i = 0; i < 5; i++) {
    const registration = { kind: 'mis-vendor', name: `Vendor ${i}`, scopes: ['people:read', 'clients:read'], authMethod: 'client-secret' }
    ids.push((await identity.order('identity.register-client', registration)).body.clientId)
  }
  await identity.order('identity.suspend-client', { clientId: ids[0] as string, reason: 'misuse' })
})

describe('the national body', () => {
  test('reads all clients, page by page, each once', async () => {
    const seen: string[] = []
    let after: string | undefined
    do {
      const { status, body } = await identity.order('identity.list-clients', { limit: 2, after })
      expect(status).toBe(200)
      expect(body.items.length).toBeLessThanOrEqual(2)
      seen.push(...body.items.map(({ clientId }: { clientId: string }) => clientId))
      after = body.next
    } while (after)
    expect(seen).toEqual([...ids, integrator.id, nationalBody.id].sort())
  })

  test('by kind, and by whether they are suspended', async () => {
    const list = async (input: object) =>
      (await identity.order('identity.list-clients', input)).body.items.map((item: { clientId: string }) => item.clientId)
    expect(await list({ kind: 'integrator' })).toEqual([integrator.id])
    expect(await list({ suspended: true })).toEqual([ids[0]])
    expect(await list({ suspended: false, kind: 'mis-vendor' })).toEqual(ids.slice(1))
  })

  test('never sees a digest', async () => {
    const { body } = await identity.order('identity.list-clients', { limit: 200 })
    expect(JSON.stringify(body)).not.toMatch('digest')
    expect(Object.keys(body.items[0].secrets[0]).sort()).toEqual(['madeAt', 'secretId'])
  })
})

describe('another client', () => {
  test('reads itself', async () => {
    const token = await identity.tokenOf(integrator)
    const { status, body } = await identity.ask('identity.get-client', { clientId: integrator.id }, { token })
    expect({ status, id: body.clientId }).toEqual({ status: 200, id: integrator.id })
    const list = await identity.ask('identity.list-clients', {}, { token })
    expect(list.body.items.map((item: { clientId: string }) => item.clientId)).toEqual([integrator.id])
  })

  test('another looks to it like none at all', async () => {
    const token = await identity.tokenOf(integrator)
    const there = await identity.ask('identity.get-client', { clientId: nationalBody.id }, { token })
    const notThere = await identity.ask('identity.get-client', { clientId: 'nobody' }, { token })
    expect(there.status).toBe(404)
    expect(there).toEqual(notThere)
  })
})

test.each(['x', 'WzFd', Buffer.from('["a\\u0000"]').toString('base64url'), Buffer.from('["a","b"]').toString('base64url')])(
  'a cursor that is not ours (%s) is refused',
  async (after) => {
    expect(await identity.order('identity.list-clients', { after })).toMatchObject({
      status: 400,
      body: { type: '/problems/invalid-input' },
    })
  },
)

import { beforeAll, expect, test } from 'vitest'
import { testService, token } from '../../testing/src/index.ts'
import { visits } from '../example/visits.ts'

const service = testService(visits())
let authorization: string
beforeAll(async () => {
  authorization = `Bearer ${await token({ scopes: ['networks:read'] })}`
})
const get = (path: string, headers: Record<string, string> = { authorization }) => fetch(service.url + path, { headers })

test('a stream is what the handler yields, in the type that the contract says', async () => {
  const response = await get('/v1/visit-export?lines=20000')
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/csv'])
  const lines = (await response.text()).split('\n')
  expect(lines).toEqual(['visit', ...Array.from({ length: 20_000 }, (_, n) => String(n)), ''])
})

test('a stream that nobody reads on is not read ahead, and ends with the connection', async () => {
  const controller = new AbortController()
  const response = await fetch(`${service.url}/v1/visit-export?lines=100000000`, { headers: { authorization }, signal: controller.signal })
  const reader = response.body!.getReader()
  await reader.read()
  controller.abort()
  // The service answers others meanwhile and afterwards.
  expect((await get('/v1/visit-export')).status).toBe(200)
})

test('the service verifies for itself who asks, and what for', async () => {
  expect(await (await get('/v1/visit-export', {})).json()).toMatchObject({ status: 401, type: '/problems/invalid-token' })
  const writer = `Bearer ${await token({ scopes: ['networks:write'] })}`
  expect(await (await get('/v1/visit-export', { authorization: writer })).json()).toMatchObject({ status: 403, scope: 'networks:read' })
})

test('what is asked in a wrong form is refused, with the place', async () => {
  for (const [query, at] of [
    ['?lines=many', '/lines'],
    ['?lines=1.5', '/lines'],
    ['?colour=red', '/colour'],
    ['?lines=1&lines=2', '/lines'],
  ]) {
    const response = await get(`/v1/visit-export${query}`)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    expect(await response.json(), query).toMatchObject({
      status: 400,
      type: '/problems/invalid-input',
      errors: [expect.objectContaining({ at })],
    })
  }
})

test('an address that there is not, and a body that cannot be read', async () => {
  expect(await (await get('/v1/moons')).json()).toMatchObject({ status: 404, type: '/problems/unknown-route' })
  const response = await fetch(`${service.url}/v1/visit-files`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'text/xml' },
    body: '<a/>',
  })
  expect(await response.json()).toMatchObject({ status: 415 })
})

import { token } from '@nlc/testing'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { answer, testGateway } from '../test/gateway-under-test.ts'
import { halls } from '../test/halls.ts'

const api = testGateway([halls])
const id = '01980a3e-7c5d-7b64-9e39-0d6a5f1b2c3d'
let as: string
let inputs: unknown[]

beforeAll(async () => {
  as = await token({ scopes: ['networks:read', 'networks:write'] })
})
beforeEach(async () => {
  inputs = []
  await api.standIn('membership', (operation, input) => {
    inputs.push(input)
    const hall = { id, name: 'Hall', version: 1 }
    return operation.endsWith('list-halls') ? answer(200, { items: [] }) : answer(operation.endsWith('open-hall') ? 201 : 200, hall, 1)
  })
})

const faults = async (method: string, url: string, body?: unknown, headers: Record<string, string> = {}) => {
  const { status, json } = await api.call(method, url, { token: as, body, headers })
  expect({ status, type: json.type }).toEqual({ status: 400, type: '/problems/invalid-input' })
  expect(inputs).toEqual([])
  return json.errors as { at: string; rule: string; detail: string }[]
}

describe('an address', () => {
  test('is read as the types that the contract names', async () => {
    await api.call('GET', `/v1/halls?limit=20&open=false&ids=${id}`, { token: as })
    await api.call('GET', `/v1/halls?ids=${id}&ids=${id}`, { token: as })
    await api.call('GET', `/v1/halls/${id}?day=2026-09-01`, { token: as })
    expect(inputs).toEqual([{ limit: 20, open: false, ids: [id] }, { ids: [id, id] }, { hallId: id, day: '2026-09-01' }])
  })

  test.each([
    ['limit=1.5', '?limit', 'type'],
    ['limit=', '?limit', 'type'],
    ['limit=0x10', '?limit', 'type'],
    ['limit=1e2', '?limit', 'type'],
    ['limit=201', '?limit', 'maximum'],
    ['limit=1&limit=2', '?limit', 'type'],
    ['open=yes', '?open', 'type'],
    ['open=1', '?open', 'type'],
    [`ids=${id}&ids=${id}&ids=${id}`, '?ids', 'maxItems'],
    ['ids=x', '?ids', 'format'],
    ['colour=red', '?colour', 'additionalProperties'],
    ['__proto__=1', '?__proto__', 'additionalProperties'],
    ['hallId=1', '?hallId', 'additionalProperties'],
  ])('?%s is refused: nothing is guessed, nothing dropped', async (search, at, rule) => {
    expect(await faults('GET', `/v1/halls?${search}`)).toContainEqual({ at, rule, detail: expect.any(String) })
  })

  test('a path that is not as it must be is refused, by the name of its part', async () => {
    expect(await faults('GET', '/v1/halls/x')).toEqual([{ at: ':hallId', rule: 'format', detail: expect.any(String) }])
  })

  test('a query string where none is taken is refused', async () => {
    expect(await faults('POST', '/v1/halls?name=x', { name: 'x' })).toContainEqual({
      at: '?name',
      rule: 'additionalProperties',
      detail: expect.any(String),
    })
  })

  test('every fault is told at once', async () => {
    expect((await faults('GET', '/v1/halls?limit=0&open=2&x=1')).map(({ at }) => at)).toEqual(['?x', '?limit', '?open'])
  })
})

describe('a body', () => {
  test('is joined by what the path names', async () => {
    await api.call('PATCH', `/v1/halls/${id}`, { token: as, body: { name: 'x' } })
    expect(inputs).toEqual([{ hallId: id, name: 'x' }])
  })

  test('may be left out where nothing in it is needed', async () => {
    expect((await api.call('PATCH', `/v1/halls/${id}`, { token: as })).status).toBe(200)
    expect(inputs).toEqual([{ hallId: id }])
  })

  test.each<[string, unknown, string, string]>([
    ['an unknown field', { name: 'x', colour: 'red' }, '/colour', 'additionalProperties'],
    ['an unknown field within a list', { name: 'x', seats: [{ row: 1 }, { row: 2, soft: true }] }, '/seats/1/soft', 'additionalProperties'],
    ['another type, which is not coerced', { name: 1 }, '/name', 'type'],
    ['a number as text, which is not coerced', { name: 'x', seats: [{ row: '1' }] }, '/seats/0/row', 'type'],
    ['a missing field', {}, '/name', 'required'],
    ['a text that is too long', { name: 'x'.repeat(101) }, '/name', 'maxLength'],
    ['a list', [], '', 'type'],
    ['a text', '"x"', '', 'type'],
  ])('with %s is refused', async (_, body, at, rule) => {
    expect(await faults('POST', '/v1/halls', body, { 'content-type': 'application/json' })).toContainEqual({
      at,
      rule,
      detail: expect.any(String),
    })
  })

  test('null is a body, and not an object', async () => {
    expect(await faults('POST', '/v1/halls', 'null', { 'content-type': 'application/json' })).toContainEqual({
      at: '',
      rule: 'type',
      detail: expect.any(String),
    })
  })

  test('cannot name what the path names', async () => {
    expect(await faults('PATCH', `/v1/halls/${id}`, { hallId: id })).toEqual([
      { at: '/hallId', rule: 'additionalProperties', detail: expect.stringContaining('address') },
    ])
  })

  test('where none is taken is refused', async () => {
    expect(await faults('DELETE', `/v1/halls/${id}`, '{}', { 'content-type': 'application/json' })).toEqual([
      { at: '', rule: 'additionalProperties', detail: expect.any(String) },
    ])
  })

  test.each(['__proto__', 'constructor', 'prototype', '\\u005f_proto__'])('with the key %s is refused', async (key) => {
    const found = await faults('POST', '/v1/halls', `{"name":"x","seats":[{"${key}":{"x":1}}]}`, { 'content-type': 'application/json' })
    expect(found).toEqual([{ at: `/seats/0/${JSON.parse(`"${key}"`)}`, rule: 'propertyNames', detail: expect.any(String) }])
  })

  test('nested deeper than 32 is refused, however long it is; brackets within texts do not count', async () => {
    const json = { 'content-type': 'application/json' }
    expect(await faults('POST', '/v1/halls', '['.repeat(500_000), json)).toMatchObject([{ rule: 'maxDepth' }])
    expect(await faults('POST', '/v1/halls', `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`, json)).toMatchObject([{ rule: 'maxDepth' }])
    expect((await api.call('POST', '/v1/halls', { token: as, body: { name: '[{"\\"['.repeat(10) } })).status).toBe(201)
  })
})

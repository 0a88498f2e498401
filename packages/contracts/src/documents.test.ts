import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Parser } from '@asyncapi/parser'
import { Validator } from '@seriousme/openapi-schema-validator'
import Type, { type TProperties } from 'typebox'
import { describe, expect, test } from 'vitest'
import { modelNames } from '../model-names.ts'
import type { JsonObject } from './components.ts'
import { command, event, problem, query, service } from './define.ts'
import { documentsOf, problemPage } from './documents.ts'
import { pageOf, paging, Version } from './formats.ts'
import { services } from './services.ts'

const Address = Type.Object({ street: Type.String(), postcode: Type.Optional(Type.String()) }, { title: 'Address' })
const Hall = Type.Object({ id: Type.String(), name: Type.String(), address: Address, version: Version })
const NoSuchHall = problem(404, 'no-such-hall', 'There is no such hall.')
const HallTaken = problem(409, 'hall-taken', 'It is taken.', { by: Type.String() })
const HallOpened = event('membership.hall-opened', { summary: 'A hall opened', about: { hall: 'hallId' }, data: { hallId: Type.String() } })
const halls = service('membership', {
  summary: 'Halls.',
  events: [HallOpened],
  operations: [
    command('membership.open-hall', {
      summary: 'Open a hall',
      needs: 'networks:write',
      http: 'POST /v1/halls',
      input: { name: Type.String(), address: Address },
      output: Hall,
      emits: [HallOpened],
      problems: [HallTaken],
    }),
    command('membership.change-hall', {
      summary: 'Change a hall',
      needs: 'networks:write',
      http: 'PATCH /v1/halls/:hallId',
      ifMatch: true,
      input: { hallId: Type.String(), name: Type.Optional(Type.String()) },
      output: Hall,
      emits: [],
      problems: [NoSuchHall],
    }),
    query('membership.list-halls', {
      summary: 'List halls',
      needs: 'public',
      http: 'GET /v1/halls',
      input: { ...paging, name: Type.String() },
      output: pageOf(Hall),
      problems: [],
    }),
    query('membership.get-hall', {
      summary: 'Read a hall',
      needs: 'networks:read',
      http: 'GET /v1/halls/:hallId',
      input: { hallId: Type.String() },
      output: Hall,
      problems: [NoSuchHall],
    }),
    query('membership.print-halls', {
      summary: 'Print the halls',
      needs: 'networks:read',
      http: 'GET /v1/printed-halls',
      input: {},
      stream: { produces: 'text/csv' },
      problems: [],
    }),
    query('membership.follow-halls', {
      summary: 'Follow the halls',
      needs: 'networks:read',
      http: 'GET /v1/hall-stream',
      input: { afterNumber: Type.Optional(Type.Integer({ minimum: 0 })) },
      stream: { produces: 'text/event-stream', lastEventId: 'afterNumber' },
      problems: [],
    }),
    command('membership.upload-plan', {
      summary: 'Upload the plan of a hall',
      needs: 'networks:write',
      http: 'POST /v1/halls/:hallId/plans',
      input: { hallId: Type.String() },
      emits: [],
      problems: [NoSuchHall],
      upload: { accepts: ['text/csv'], maxBytes: 1_000_000 },
    }),
  ],
})
const names = new Map([[JSON.stringify(Hall), 'Hall']])
const { openapi, asyncapi, problems } = documentsOf([halls], names)
const at = (document: unknown, ...path: string[]) => path.reduce<unknown>((node, key) => (node as JsonObject | undefined)?.[key], document)

describe.each([
  ['a service that uses all of the language', [halls], async () => names],
  ['the services there are', services, modelNames],
] as const)('the documents of %s', (_, contracts, naming) => {
  test('OpenAPI passes @seriousme/openapi-schema-validator', async () => {
    const { openapi } = documentsOf(contracts, await naming())
    expect(await new Validator().validate(structuredClone(openapi))).toMatchObject({ valid: true })
  }, 120_000)

  test('OpenAPI passes redocly lint without a warning', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'nlc-openapi-')), 'openapi.json')
    writeFileSync(file, JSON.stringify(documentsOf(contracts, await naming()).openapi))
    const redocly = fileURLToPath(new URL('../node_modules/.bin/redocly', import.meta.url))
    const { stdout, stderr } = await promisify(execFile)(redocly, ['lint', '--format=json', '--extends=recommended', file], {
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
      maxBuffer: 64_000_000,
    }).catch((failed: { stdout: string; stderr: string }) => failed)
    expect(JSON.parse(stdout || `{"stderr":${JSON.stringify(stderr)}}`)).toMatchObject({ totals: { errors: 0, warnings: 0 } })
  }, 120_000)

  test('AsyncAPI passes @asyncapi/parser without a warning', async () => {
    const { asyncapi } = documentsOf(contracts, await naming())
    const { document, diagnostics } = await new Parser().parse(JSON.stringify(asyncapi))
    expect(diagnostics.filter(({ severity }) => severity < 2)).toEqual([])
    expect(document).toBeDefined()
  }, 120_000)
})

describe('OpenAPI', () => {
  test('a command takes an Idempotency-Key, and If-Match where it understands it', () => {
    expect(at(openapi, 'paths', '/v1/halls/{hallId}', 'patch', 'parameters')).toEqual([
      { name: 'hallId', in: 'path', required: true, schema: { type: 'string' } },
      { $ref: '#/components/parameters/IdempotencyKey' },
      { $ref: '#/components/parameters/IfMatch' },
    ])
  })

  test('of the input, the path takes what it names and a query string or body the rest', () => {
    expect(at(openapi, 'paths', '/v1/halls', 'get', 'parameters')).toMatchObject([
      { name: 'after', in: 'query' },
      { name: 'limit' },
      { name: 'name', required: true },
    ])
    expect(at(openapi, 'components', 'schemas', 'ChangeHallRequest')).toEqual({
      type: 'object',
      additionalProperties: false,
      properties: { name: { type: 'string' } },
    })
    expect(at(openapi, 'paths', '/v1/halls/{hallId}', 'patch', 'requestBody')).not.toHaveProperty('required')
    expect(at(openapi, 'paths', '/v1/halls', 'post', 'requestBody')).toMatchObject({ required: true })
  })

  test('a model is one component, wherever it stands; read and written forms are told apart', () => {
    expect(at(openapi, 'components', 'schemas', 'Hall', 'properties', 'address')).toEqual({ $ref: '#/components/schemas/Address' })
    expect(at(openapi, 'components', 'schemas', 'OpenHallRequest', 'properties', 'address')).toEqual({
      $ref: '#/components/schemas/AddressInput',
    })
    expect(at(openapi, 'components', 'schemas', 'ListHallsResponse', 'properties', 'items', 'items')).toEqual({
      $ref: '#/components/schemas/Hall',
    })
    expect(at(openapi, 'paths', '/v1/halls', 'post', 'responses', '201', 'content', 'application/json', 'schema')).toEqual({
      $ref: '#/components/schemas/Hall',
    })
  })

  test('an answer says which headers it carries', () => {
    const carried = (path: string, method: string, status: string) =>
      Object.keys(at(openapi, 'paths', path, method, 'responses', status, 'headers') as object)
    expect(carried('/v1/halls', 'post', '201')).toEqual(['ETag', 'Location', 'RateLimit', 'RateLimit-Policy'])
    expect(carried('/v1/halls', 'get', '200')).toEqual(['Link', 'RateLimit', 'RateLimit-Policy'])
    expect(carried('/v1/halls/{hallId}', 'get', '304')).toEqual(['ETag', 'RateLimit', 'RateLimit-Policy'])
  })

  test('every problem of a contract, and those of the platform, stand at their status', () => {
    const responses = (path: string, method: string) => at(openapi, 'paths', path, method, 'responses')
    expect(Object.keys(responses('/v1/halls', 'post') as object)).toEqual([
      '201',
      '400',
      '401',
      '403',
      '409',
      '413',
      '415',
      '422',
      '429',
      '500',
      '503',
      '504',
    ])
    expect(Object.keys(responses('/v1/halls', 'get') as object)).toEqual(['200', '400', '401', '429', '500', '503', '504'])
    expect(responses('/v1/halls/{hallId}', 'patch')).toHaveProperty('412')
    expect(at(responses('/v1/halls', 'post'), '409', 'content', 'application/problem+json', 'schema')).toEqual({
      $ref: '#/components/schemas/HallTakenProblem',
    })
    expect(at(openapi, 'components', 'schemas', 'HallTakenProblem')).toMatchObject({
      properties: { type: { const: '/problems/hall-taken' }, status: { const: 409 }, by: { type: 'string' } },
      required: expect.arrayContaining(['type', 'status', 'by']),
    })
  })

  test('what needs no token says so, and what needs one says which scope', () => {
    expect(at(openapi, 'paths', '/v1/halls', 'get', 'security')).toEqual([])
    expect(at(openapi, 'paths', '/v1/halls', 'post', 'security')).toEqual([{ oauth2: ['networks:write'] }])
  })

  test('an upload is told as the methods of tus, a stream by its media type', () => {
    expect(Object.keys(at(openapi, 'paths', '/v1/halls/{hallId}/plans') as object)).toEqual(['parameters', 'post', 'options'])
    expect(Object.keys(at(openapi, 'paths', '/v1/halls/{hallId}/plans/{uploadId}') as object)).toEqual([
      'parameters',
      'head',
      'patch',
      'delete',
      'options',
    ])
    expect(at(openapi, 'paths', '/v1/printed-halls', 'get', 'responses', '200', 'content')).toHaveProperty(['text/csv'])
    expect(at(openapi, 'paths', '/v1/hall-stream', 'get', 'parameters')).toContainEqual({ $ref: '#/components/parameters/LastEventId' })
  })

  test('two different models of one name are refused', () => {
    expect(() =>
      documentsOf([
        service('membership', {
          summary: '',
          events: [],
          operations: [thing('a', { a: Type.String() }), thing('b', { b: Type.String() })],
        }),
      ]),
    ).toThrow(/Different schemas are called Thing/)
  })

  test('what two services call the same is told apart', () => {
    const mine = thing('a', { a: Type.String() })
    const others = { ...mine, name: 'identity.get-a' as const, path: '/v1/others' }
    const { openapi } = documentsOf([
      service('membership', { summary: '', events: [], operations: [mine] }),
      service('identity', { summary: '', events: [], operations: [others] }),
    ])
    expect(at(openapi, 'paths', '/v1/a', 'get', 'operationId')).toBe('membershipGetA')
    expect(at(openapi, 'paths', '/v1/others', 'get', 'operationId')).toBe('identityGetA')
  })
})

const thing = (title: string, output: TProperties) =>
  query(`membership.get-${title}`, {
    summary: '',
    needs: 'public',
    http: `GET /v1/${title}`,
    input: {},
    output: Type.Object(output, { title: 'Thing' }),
    problems: [],
  })

test('AsyncAPI has a channel per event, with the envelope it travels in', () => {
  expect(at(asyncapi, 'channels', 'membership.hall-opened', 'address')).toBe('evt.membership.hall-opened')
  expect(at(asyncapi, 'components', 'schemas', 'HallOpenedEvent', 'properties')).toMatchObject({
    id: { format: 'uuid' },
    name: { const: 'membership.hall-opened' },
    aggregate: { const: 'hall' },
    version: { minimum: 1 },
    data: { properties: { hallId: { type: 'string' } } },
  })
})

test('the list of problems has each once, with the operations that answer it; what any can answer names none', () => {
  expect(problems.find(({ name }) => name === 'no-such-hall')).toEqual({
    name: 'no-such-hall',
    type: '/problems/no-such-hall',
    status: 404,
    title: 'There is no such hall.',
    operations: ['membership.change-hall', 'membership.get-hall', 'membership.upload-plan'],
  })
  expect(problems.find(({ name }) => name === 'invalid-token')).not.toHaveProperty('operations')
  expect(new Set(problems.map(({ name }) => name)).size).toBe(problems.length)
  expect(problemPage(problems)).toContain('| 409 | `hall-taken` | It is taken. | `membership.open-hall` |')
})

test('two problems of one name are refused', () => {
  const other = problem(410, 'no-such-hall', 'It is gone.')
  const gone = query('membership.get-gone', {
    summary: '',
    needs: 'public',
    http: 'GET /v1/gone',
    input: {},
    output: Hall,
    problems: [other],
  })
  expect(() => documentsOf([halls, service('membership', { summary: '', events: [], operations: [gone] })])).toThrow(
    /Two different problems are called no-such-hall/,
  )
})

/** Streams that go on for ever: where they begin, and that they end. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { query, service } from '@nlc/contracts/define'
import Type from 'typebox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testService, token } from '../../testing/src/index.ts'
import { defineService, handle } from './index.ts'

const FollowVisits = query('scheduling.follow-visits', {
  summary: 'Follow visits',
  needs: 'networks:read',
  http: 'GET /v1/followed-visits',
  input: { after: Type.Optional(Type.Integer({ minimum: 0 })) },
  problems: [],
  stream: { produces: 'text/event-stream', lastEventId: 'after' },
})
const followVisits = handle(FollowVisits, async ({ after = 0 }, { ending }) => {
  return (async function* () {
    yield `id: ${after + 1}\n\n`
    if (!ending.aborted) await new Promise((resolve) => ending.addEventListener('abort', resolve, { once: true }))
    yield ': the end\n\n'
  })()
})
const folder = mkdtempSync(join(tmpdir(), 'nlc-streams-'))
const contract = service('scheduling', { summary: 'Visits to follow.', operations: [FollowVisits], events: [] })
const visits = testService(defineService(contract, { entities: [], migrations: [pathToFileURL(`${folder}/`)], handlers: [followVisits] }))
let authorization: string
beforeAll(async () => {
  authorization = `Bearer ${await token({ scopes: ['networks:read'] })}`
})
afterAll(() => rmSync(folder, { recursive: true }))

async function first(query: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${visits.url}/v1/followed-visits${query}`, { headers: { authorization, ...headers } })
  const reader = response.body!.getReader()
  const { value } = await reader.read()
  return { response, reader, text: new TextDecoder().decode(value) }
}

test('Last-Event-ID comes before the address, is checked as what it stands for, and nothing of it is kept by anybody between', async () => {
  const opened = [await first(''), await first('?after=4'), await first('?after=4', { 'last-event-id': '7' })]
  expect(opened.map(({ text }) => text)).toEqual(['id: 1\n\n', 'id: 5\n\n', 'id: 8\n\n'])
  expect(opened[0]!.response.headers.get('cache-control')).toBe('no-store')
  expect((await first('', { 'last-event-id': 'x' })).response.status).toBe(400)
  for (const { reader } of opened) await reader.cancel()
})

test('a stream ends by itself when the service does: its reader is told so, and is not cut', async () => {
  const { reader } = await first('')
  const stopped = visits.restart()
  const rest = []
  for (let { value, done } = await reader.read(); !done; { value, done } = await reader.read()) rest.push(new TextDecoder().decode(value))
  expect(rest.join('')).toBe(': the end\n\n')
  await stopped
})

import { getEventListeners } from 'node:events'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type ApiUnderTest, apiUnderTest, problemOf, tell } from './api-under-test.ts'
import { NoAnswerError, ProblemError, UnexpectedAnswerError } from './errors.ts'
import { pauseBeforeNext, retryAfterOf } from './retry.ts'
import { tokensFrom } from './tokens.ts'
import { transportOver } from './transport.ts'

// A busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 })

let api: ApiUnderTest
beforeEach(async () => {
  api = await apiUnderTest()
})
afterEach(() => api.close())

const person = { name: { given: 'Nia', family: 'Rees' } }
const keys = () => api.seen.map(({ headers }) => headers['idempotency-key'])
const caught = async (work: Promise<unknown>) => work.then(() => undefined).catch((error) => error)

test('a command whose answer was lost is asked for again, with the same key and the same body', async () => {
  api.reactions = ['cut', 'cut', { status: 201, body: { id: 'p' } }]
  expect(await api.client().membership.registerPerson(person)).toEqual({ id: 'p' })
  expect(api.seen).toHaveLength(3)
  expect(new Set(keys()).size).toBe(1)
  expect(keys()[0]).toMatch(/^[!-~]{20,255}$/)
  expect(new Set(api.seen.map(({ body }) => body))).toEqual(new Set([JSON.stringify(person)]))
})

test('an answer that breaks off in its middle counts as lost', async () => {
  api.reactions = [
    (_, request, response) => {
      response.writeHead(201, { 'content-type': 'application/json', 'content-length': '100' })
      response.write('{"id":', () => request.socket.destroy())
    },
    { status: 201, body: { id: 'p' } },
  ]
  expect(await api.client().membership.registerPerson(person)).toEqual({ id: 'p' })
  expect(new Set(keys()).size).toBe(1)
})

test('two calls are two commands: each has its own key, unless you give one', async () => {
  const { membership } = api.client()
  await Promise.all([membership.registerPerson(person), membership.registerPerson(person)])
  expect(new Set(keys()).size).toBe(2)
  await membership.registerPerson(person, { idempotencyKey: 'mine' })
  expect(keys().at(-1)).toBe('mine')
})

test.each([429, 502, 503, 504, 408])('a %i is tried again, for commands and queries', async (status) => {
  const { membership } = api.client()
  api.reactions = [problemOf(status, 'unavailable'), { body: { id: 'p' } }]
  expect(await membership.registerPerson(person)).toEqual({ id: 'p' })
  api.reactions = [problemOf(status, 'unavailable'), { body: { id: 'p' } }]
  expect(await membership.getPerson({ personId: 'p' })).toEqual({ id: 'p' })
  expect(api.seen).toHaveLength(4)
})

test.each([400, 403, 404, 409, 412, 422, 500])('a %i is an answer: nothing is tried again', async (status) => {
  api.reactions = [problemOf(status, 'refused')]
  await expect(api.client().membership.registerPerson(person)).rejects.toMatchObject({ status, name: 'refused', mayHaveTakenEffect: false })
  await expect(api.client().membership.getPerson({ personId: 'p' })).rejects.toMatchObject({ status })
  expect(api.seen).toHaveLength(2)
})

test('it comes again no sooner than it was told to', async () => {
  api.reactions = [{ ...problemOf(429, 'too-many-requests'), headers: { 'retry-after': '1' } }, { body: { id: 'p' } }]
  await api.client().membership.getPerson({ personId: 'p' })
  const [first, second] = api.seen
  expect(second!.at - first!.at).toBeGreaterThanOrEqual(1_000)
})

test('where it is told to wait longer than there is time, it says so at once', async () => {
  api.reactions = [{ ...problemOf(503, 'unavailable'), headers: { 'retry-after': '3600' } }]
  await expect(api.client().membership.getPerson({ personId: 'p' })).rejects.toMatchObject({ status: 503, retryAfterMs: 3_600_000 })
  expect(api.seen).toHaveLength(1)
})

test('tries are bounded, and the last failure tells what a repeat needs', async () => {
  api.reactions = ['cut']
  const error = await caught(api.client({ retry: { tries: 3, baseMs: 1, maxMs: 1 } }).membership.registerPerson(person))
  expect(error).toBeInstanceOf(NoAnswerError)
  expect(error).toMatchObject({
    operation: 'membership.registerPerson',
    idempotencyKey: keys()[0],
    mayHaveTakenEffect: true,
    timedOut: false,
  })
  expect(api.seen).toHaveLength(3)
})

test('a command that never reached anybody was not done; one that reached somebody once may have been, whatever came after', async () => {
  const client = api.client({ accessToken: 'ours', retry: { tries: 3, baseMs: 1, maxMs: 1 } })
  api.reactions = [
    (_, request) => {
      void api.close()
      request.socket.destroy()
    },
  ]
  expect(await caught(client.membership.registerPerson(person))).toMatchObject({ mayHaveTakenEffect: true })
  expect(await caught(client.membership.registerPerson(person))).toMatchObject({ mayHaveTakenEffect: false })
  expect(await caught(client.membership.getPerson({ personId: 'p' }))).toMatchObject({ mayHaveTakenEffect: false })
})

test('a command that was refused for now after an answer was lost may have been done', async () => {
  api.reactions = ['cut', problemOf(429, 'too-many-requests')]
  expect(await caught(api.client().membership.registerPerson(person))).toMatchObject({ status: 429, mayHaveTakenEffect: true })
})

describe('what changes something and has no key', () => {
  const sending = { operation: 'a.b', verb: 'PATCH', path: '/v1/x', body: 'x', reads: false, repeatable: false, needsToken: false }
  const transport = () => {
    const retry = { tries: 5, baseMs: 1, maxMs: 1 }
    const connection = { baseUrl: api.url, fetch, userAgent: 'test', timeoutMs: 20_000, tryTimeoutMs: 20_000, retry }
    return transportOver(connection, tokensFrom('token'))
  }

  test.each(['cut' as const, problemOf(503, 'unavailable'), problemOf(504, 'deadline-passed'), problemOf(502, 'bad-gateway')])(
    'is not repeated where it may have been done (%#)',
    async (reaction) => {
      api.reactions = [reaction]
      expect(await caught(transport().ask(sending))).toMatchObject({ mayHaveTakenEffect: true })
      expect(api.seen).toHaveLength(1)
    },
  )

  test('is repeated where it was not begun', async () => {
    api.reactions = [problemOf(429, 'too-many-requests'), { body: {} }]
    await transport().ask(sending)
    expect(api.seen).toHaveLength(2)
  })
})

describe('time', () => {
  test('a try ends when its time is up, and the next has its turn', async () => {
    api.reactions = ['hang', { body: { id: 'p' } }]
    const { membership } = api.client({ accessToken: 'ours', tryTimeoutMs: 500 })
    expect(await membership.registerPerson(person)).toEqual({ id: 'p' })
    expect(new Set(keys()).size).toBe(1)
  })

  test('a call ends when its time is up', async () => {
    api.reactions = ['hang']
    const given = { timeoutMs: 500, idempotencyKey: 'mine' }
    const error = await caught(api.client({ accessToken: 'ours' }).membership.registerPerson(person, given))
    expect(error).toBeInstanceOf(NoAnswerError)
    expect(error).toMatchObject({ timedOut: true, mayHaveTakenEffect: true, idempotencyKey: 'mine' })
  })

  test('a caller that gives up gets its own reason, at once, in whatever phase', async () => {
    const reason = new Error('The page was closed.')
    for (const reactions of [['hang'], [{ ...problemOf(503, 'unavailable'), headers: { 'retry-after': '10' } }]] as const) {
      const given = new AbortController()
      api.reactions = [...reactions]
      const before = api.seen.length
      const asking = caught(api.client().membership.getPerson({ personId: 'p' }, { signal: given.signal }))
      await expect.poll(() => api.seen.length, { timeout: 20_000 }).toBe(before + 1)
      given.abort(reason)
      expect(await asking).toBe(reason)
    }
    await expect(api.client().membership.getPerson({ personId: 'p' }, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })

  test('a signal that lives for long is left as it was', async () => {
    const { signal } = new AbortController()
    api.reactions = ['cut', problemOf(503, 'unavailable'), { body: { items: [] } }]
    await api.client().membership.listPeople({}, { signal })
    await caught(api.client({ baseUrl: 'http://127.0.0.1:1', retry: { tries: 2, baseMs: 1 } }).membership.listPeople({}, { signal }))
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })
})

describe('refusals', () => {
  test('are typed by what the operation declares', async () => {
    const { changeEmployment } = api.client().membership
    api.reactions = [problemOf(409, 'employment-has-ended', { lastDay: '2026-08-31', detail: 'It ended.' })]
    const error = await caught(changeEmployment({ employmentId: 'e', firstDay: '2026-09-01' }))
    if (!changeEmployment.refused(error) || error.name !== 'employment-has-ended') throw error
    expect(error.details.lastDay).toBe('2026-08-31')
    expect(error).toMatchObject({ type: '/problems/employment-has-ended', status: 409, instance: 'trace', detail: 'It ended.' })
    expect(error.message).toBe('membership.changeEmployment: It is employment-has-ended. It ended. (409 employment-has-ended)')
  })

  test('that this version does not know stay readable, and are not taken for known ones', async () => {
    const { getPerson, listPeople } = api.client().membership
    api.reactions = [problemOf(418, 'of-next-year', { since: '2027' })]
    const error = await caught(getPerson({ personId: 'p' }))
    expect(error).toBeInstanceOf(ProblemError)
    expect(error).toMatchObject({ name: 'of-next-year', status: 418, title: 'It is of-next-year.', details: { since: '2027' } })
    expect(getPerson.refused(error)).toBe(false)
    api.reactions = [problemOf(400, 'invalid-input', { errors: [{ at: '?urn', rule: 'pattern', detail: 'Six digits.' }] })]
    const invalid = await caught(getPerson({ personId: 'p' }))
    expect([getPerson.refused(invalid), listPeople.refused(invalid), getPerson.refused(new Error())]).toEqual([true, false, false])
    expect(invalid.message).toContain('?urn: Six digits.')
  })

  test('of somebody else on the way are shown as they are', async () => {
    api.reactions = [{ status: 403, headers: { 'content-type': 'text/html' }, body: '<h1>Proxy</h1>' }]
    const error = await caught(api.client().membership.getPerson({ personId: 'p' }))
    expect(error).toBeInstanceOf(UnexpectedAnswerError)
    expect(error).toMatchObject({ status: 403, text: '<h1>Proxy</h1>', operation: 'membership.getPerson' })
    api.reactions = [{ status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Log in</h1>' }]
    expect(await caught(api.client().membership.getPerson({ personId: 'p' }))).toMatchObject({ status: 200, text: '<h1>Log in</h1>' })
  })

  test('redirect nobody: a token does not travel', async () => {
    const elsewhere = await apiUnderTest()
    api.reactions = [{ status: 307, headers: { location: `${elsewhere.url}/v1/people/p` } }]
    expect(await caught(api.client().membership.getPerson({ personId: 'p' }))).toMatchObject({ status: 307 })
    expect(elsewhere.seen).toHaveLength(0)
    await elsewhere.close()
  })
})

describe('versions', () => {
  const school = { urn: '900001', version: 3 }

  test('`ifVersion` goes along as If-Match, also when it is tried again', async () => {
    api.reactions = ['cut', { body: {} }]
    await api.client().membership.endEmployment({ employmentId: 'e', lastDay: '2026-08-31', reason: 'left' }, { ifVersion: 3 })
    expect(api.seen.map(({ headers }) => headers['if-match'])).toEqual(['"3"', '"3"'])
  })

  test('an operation that depends on no version takes none', async () => {
    const call = api.client().membership.registerPerson as (input: object, options: object) => Promise<unknown>
    await expect(call(person, { ifVersion: 3 })).rejects.toThrow(TypeError)
    expect(api.seen).toHaveLength(0)
  })

  test('what is still the version that one has is not sent again', async () => {
    api.reactions = [({ headers }, _, response) => tell(response, headers['if-none-match'] === '"3"' ? { status: 304 } : { body: school })]
    const { getSchool } = api.client().membership
    expect(await getSchool({ urn: '900001' }, { unlessVersion: 3 })).toBeUndefined()
    expect(await getSchool({ urn: '900001' }, { unlessVersion: 2 })).toEqual(school)
  })
})

describe('addresses', () => {
  test('hold what the input says, encoded', async () => {
    const { membership } = api.client()
    await membership.getSchool({ urn: 'a/b?c#d é', asAt: '2026-09-01' })
    await membership.listSchools({ near: '51.5,-0.1', limit: 5, after: undefined })
    expect(api.seen.map(({ url }) => url)).toEqual([
      '/v1/schools/a%2Fb%3Fc%23d%20%C3%A9?asAt=2026-09-01',
      '/v1/schools?near=51.5%2C-0.1&limit=5',
    ])
  })

  test.each([undefined, null, '', '.', '..', {}, []])('are not made from %j: they would be another operation’s', async (urn) => {
    await expect(api.client().membership.getSchool({ urn: urn as never })).rejects.toThrow(/membership\.getSchool needs urn/)
    expect(api.seen).toHaveLength(0)
  })
})

test('pauses grow, are half chance, are bounded, and keep what was told', () => {
  const policy = { tries: 9, baseMs: 100, maxMs: 1_000 }
  const lost = new NoAnswerError({ operation: 'a.b' }, { timedOut: false, mayHaveTakenEffect: false })
  const told = new UnexpectedAnswerError({ operation: 'a.b', retryAfterMs: 5_000 }, { status: 503, text: '' })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (tried, chance) => {
      const longest = Math.min(1_000, 100 * 2 ** (tried - 1))
      const pause = pauseBeforeNext(tried, lost, policy, () => chance)
      expect(pause).toBeGreaterThanOrEqual(longest / 2)
      expect(pause).toBeLessThanOrEqual(longest)
      const kept = pauseBeforeNext(tried, told, policy, () => chance)
      expect(kept).toBeGreaterThanOrEqual(5_000)
      expect(kept).toBeLessThanOrEqual(6_000)
    }),
  )
})

test('Retry-After is seconds or a date; anything else says nothing', () => {
  const now = Date.parse('2026-09-01T08:00:00Z')
  expect(retryAfterOf('7', now)).toBe(7_000)
  expect(retryAfterOf('Tue, 01 Sep 2026 08:00:30 GMT', now)).toBe(30_000)
  expect(retryAfterOf('Tue, 01 Sep 2026 07:00:00 GMT', now)).toBe(0)
  for (const header of [null, '', 'soon', '-1', '1e9']) expect(retryAfterOf(header, now) ?? 0).toBeGreaterThanOrEqual(0)
})

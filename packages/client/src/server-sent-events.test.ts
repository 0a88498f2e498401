import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { allOf } from './api-under-test.ts'
import { type ServerSentEvent, serverSentEvents } from './server-sent-events.ts'

// A busy machine takes its time.
vi.setConfig({ testTimeout: 60_000 })

async function* piecewise(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0
  for (const to of [...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
    yield bytes.slice(from, to)
    from = to
  }
}

const parsed = (text: string | Uint8Array, cuts: readonly number[] = []): Promise<ServerSentEvent[]> =>
  allOf(serverSentEvents(piecewise(typeof text === 'string' ? new TextEncoder().encode(text) : text, cuts)))

const word = fc.string({ unit: fc.constantFrom('a', 'é', '𝄞', ':', ' ', '{', '﻿'), maxLength: 6 })
const ending = fc.constantFrom('\n', '\r\n', '\r')
const cuts = fc.array(fc.nat(), { maxLength: 12 })
const sent = fc.record({ event: word, id: fc.option(word, { nil: undefined }), data: fc.array(word, { minLength: 1, maxLength: 3 }) })

test('what was written is read, in whatever pieces and with whatever ends of lines it comes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(sent, { maxLength: 6 }),
      fc.array(ending, { minLength: 1, maxLength: 5 }),
      fc.array(word),
      cuts,
      async (events, endings, comments, at) => {
        let line = 0
        let comment = 0
        let ended = ''
        const end = () => {
          ended = endings[line++ % endings.length]!
          return ended
        }
        const text = events
          .map(({ event, id, data }) => {
            const note = comments.length > 0 ? `:${comments[comment++ % comments.length]}${end()}` : ''
            const fields = [`event: ${event}`, ...(id === undefined ? [] : [`id: ${id}`]), ...data.map((each) => `data: ${each}`)]
            return `${note}${fields.map((field) => field + end()).join('')}${ended}`
          })
          .join('')
        let last = ''
        const expected = events.map(({ event, id, data }) => {
          last = id ?? last
          return { event: event || 'message', data: data.join('\n'), id: last }
        })
        expect(await parsed(text, at)).toEqual(expected)
      },
    ),
    { numRuns: 500 },
  )
})

test('any bytes in any pieces are read as they are in one, and break nothing', async () => {
  const letters = fc.constantFrom(...[...'dataidevnty: \r\n\0'].map((letter) => letter.charCodeAt(0)), 0xef, 0xbb, 0xbf, 0xff, 0xc3)
  await fc.assert(
    fc.asyncProperty(fc.array(letters, { maxLength: 80 }), cuts, async (bytes, at) => {
      expect(await parsed(Uint8Array.from(bytes), at)).toEqual(await parsed(Uint8Array.from(bytes)))
    }),
    { numRuns: 1_000 },
  )
})

test.each<[string, string, ServerSentEvent[]]>([
  ['an event that is cut off is none', 'data: a\n\ndata: b\n', [{ event: 'message', data: 'a', id: '' }]],
  ['an event without data is none', 'event: x\nid: 3\n\ndata: b\n\n', [{ event: 'message', data: 'b', id: '3' }]],
  ['comments are left out', ': hello\n\n:\ndata: b\n\n', [{ event: 'message', data: 'b', id: '' }]],
  ['one space after the colon is not the value’s', 'data:  b\ndata:c\ndata\n\n', [{ event: 'message', data: ' b\nc\n', id: '' }]],
  [
    'an id with U+0000 is none',
    'id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n',
    [
      { event: 'message', data: 'a', id: '1' },
      { event: 'message', data: 'b', id: '1' },
    ],
  ],
  [
    'an empty id forgets the last',
    'id: 1\ndata: a\n\nid\ndata: b\n\n',
    [
      { event: 'message', data: 'a', id: '1' },
      { event: 'message', data: 'b', id: '' },
    ],
  ],
  ['fields that nobody knows are left out', 'date: x\n data: y\ndata: a\n\n', [{ event: 'message', data: 'a', id: '' }]],
  ['a byte order mark is no part of it', '﻿data: a\n\n', [{ event: 'message', data: 'a', id: '' }]],
])('%s', async (_, text, events) => {
  expect(await parsed(text)).toEqual(events)
})

test('a sign of life is told with every piece, and `retry` where it is a number', async () => {
  const told: unknown[] = []
  const bytes = new TextEncoder().encode('retry: 250\nretry: x\n:\n\n')
  await allOf(serverSentEvents(piecewise(bytes, [3]), { onRetry: (ms) => told.push(ms), onSign: () => told.push('sign') }))
  expect(told).toEqual(['sign', 'sign', 250])
})

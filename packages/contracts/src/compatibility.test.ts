import Type, { type TProperties } from 'typebox'
import { describe, expect, test } from 'vitest'
import { command, type Event, event, problem, query, service } from './define.ts'
import { breakingChanges, documentsOf } from './documents.ts'
import { pageOf, Version } from './formats.ts'

interface Api {
  sent?: TProperties
  read?: TProperties
  asked?: TProperties
  said?: TProperties
  path?: `/${string}`
  event?: `membership.${string}`
  scope?: 'networks:write' | 'national-body'
  status?: 200 | 202
  taken?: ReturnType<typeof problem>
  more?: boolean
}

const Kind = Type.Enum(['small', 'large'])
const first: Required<Omit<Api, 'status' | 'more'>> = {
  sent: {
    name: Type.String({ maxLength: 100 }),
    kind: Type.Optional(Kind),
    address: Type.Optional(Type.Object({ street: Type.String() })),
    either: Type.Optional(Type.Union([Type.String(), Type.Integer()])),
  },
  read: {
    id: Type.String(),
    name: Type.String(),
    kind: Kind,
    note: Type.Optional(Type.String()),
    openedOn: Type.String({ format: 'date' }),
    version: Version,
  },
  asked: { limit: Type.Optional(Type.Integer({ maximum: 200 })) },
  said: { hallId: Type.String(), kind: Kind },
  path: '/v1/halls',
  event: 'membership.hall-opened',
  scope: 'networks:write',
  taken: problem(409, 'hall-taken', 'It is taken.', { by: Type.String() }),
}

function documents(changes: Api = {}) {
  const { sent, read, asked, said, path, event: name, scope, taken, status, more } = { ...first, ...changes }
  const opened = (eventName: typeof name): Event =>
    event(eventName, { summary: '', about: { hall: 'hallId' }, data: { hallId: Type.String(), ...said } })
  const opening = (at: string, operation: string) =>
    command(`membership.${operation}`, {
      summary: 'x',
      needs: scope,
      http: `POST ${at}` as 'POST /',
      input: sent,
      output: Type.Object(read),
      emits: [],
      problems: [taken],
      ...(status ? { status } : {}),
    })
  const operations = [
    opening(path, 'open-hall'),
    ...(more ? [opening('/v2/halls', 'open-hall-v2')] : []),
    query('membership.list-halls', {
      summary: 'x',
      needs: 'public',
      http: `GET ${path}`,
      input: asked,
      output: pageOf(Type.Object(read)),
      problems: [],
    }),
  ]
  return documentsOf([
    service('membership', { summary: '', operations, events: more ? [opened(name), opened('membership.hall-opened.v2')] : [opened(name)] }),
  ])
}

const released = documents()
const breaks = (changes: Api) => breakingChanges(released, documents(changes))
const without = (properties: TProperties, field: string): TProperties =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => name !== field))

describe('breaks a client', () => {
  test.each<[string, Api, RegExp]>([
    ['an operation that is gone', { path: '/v1/rooms' }, /POST \/v1\/halls is gone/],
    ['an input that is gone, since it would be refused', { sent: without(first.sent, 'kind') }, /\/kind is gone/],
    ['a new input that is required', { sent: { ...first.sent, day: Type.String() } }, /\/day is required/],
    ['an input that became required', { sent: { ...first.sent, kind: Kind } }, /\/kind is required/],
    [
      'a code that an input takes no more',
      { sent: { ...first.sent, kind: Type.Optional(Type.Enum(['small'])) } },
      /\/kind does not take large/,
    ],
    ['an input of another type', { sent: { ...first.sent, name: Type.Integer() } }, /\/name is integer/],
    ['an input that may be less long', { sent: { ...first.sent, name: Type.String({ maxLength: 99 }) } }, /\/name has maxLength 99/],
    [
      'an input that must have a form',
      { sent: { ...first.sent, name: Type.String({ maxLength: 100, pattern: '^A' }) } },
      /\/name has pattern/,
    ],
    [
      'a required input within an input',
      { sent: { ...first.sent, address: Type.Optional(Type.Object({ street: Type.String(), town: Type.String() })) } },
      /\/address\/town is required/,
    ],
    [
      'an alternative that an input takes no more',
      { sent: { ...first.sent, either: Type.Optional(Type.Union([Type.String(), Type.Boolean()])) } },
      /\/either does not take an alternative/,
    ],
    ['a query parameter that is gone', { asked: {} }, /query parameter limit is gone/],
    [
      'a query parameter that is new and required',
      { asked: { ...first.asked, name: Type.String() } },
      /query parameter name is new and required/,
    ],
    ['a query parameter with a lower bound', { asked: { limit: Type.Optional(Type.Integer({ maximum: 100 })) } }, /maximum 100/],
    ['an output that is gone', { read: without(first.read, 'note') }, /\/note is gone/],
    ['an output that may be absent now', { read: { ...first.read, name: Type.Optional(Type.String()) } }, /\/name can be absent/],
    ['an output of another type', { read: { ...first.read, name: Type.Union([Type.String(), Type.Null()]) } }, /\/name can be something/],
    [
      'an output of another format',
      { read: { ...first.read, openedOn: Type.String({ format: 'date-time' }) } },
      /\/openedOn has the format date-time/,
    ],
    ['an output that was from a list of codes', { read: { ...first.read, kind: Type.String() } }, /\/kind is not one of a list/],
    ['an ETag that is gone', { read: without(first.read, 'version') }, /carries no ETag/],
    ['another status of success', { status: 202 }, /does not answer 201/],
    ['another scope', { scope: 'national-body' }, /needs the scope national-body/],
    [
      'a problem with another status',
      { taken: problem(422, 'hall-taken', 'It is taken.', { by: Type.String() }) },
      /hall-taken has the status 422/,
    ],
    ['a problem that lost a member', { taken: problem(409, 'hall-taken', 'It is taken.') }, /hall-taken: \/by is gone/],
    ['an event that is gone', { event: 'membership.hall-built' }, /membership\.hall-opened is gone/],
    ['a field of an event that is gone', { said: {} }, /The event membership\.hall-opened: \/data\/kind is gone/],
    ['a field of an event of another type', { said: { kind: Type.Integer() } }, /\/data\/kind is integer/],
  ])('%s', (_, changes, sentence) => {
    expect(breaks(changes).join('\n')).toMatch(sentence)
  })
})

describe('breaks nobody', () => {
  test.each<[string, Api]>([
    ['nothing changed', {}],
    ['a new version beside the old one', { more: true }],
    ['a new input that is optional', { sent: { ...first.sent, day: Type.Optional(Type.String()) } }],
    ['a code that an input takes besides', { sent: { ...first.sent, kind: Type.Optional(Type.Enum(['small', 'large', 'huge'])) } }],
    ['an input that may be longer', { sent: { ...first.sent, name: Type.String({ maxLength: 200 }) } }],
    ['an input that may be left out', { sent: { ...first.sent, name: Type.Optional(Type.String()) } }],
    ['a new output', { read: { ...first.read, day: Type.String() } }],
    ['an output that is always there now', { read: { ...first.read, note: Type.String() } }],
    ['a code that an output may have besides', { read: { ...first.read, kind: Type.Enum(['small', 'large', 'huge']) } }],
    ['a new field of an event', { said: { ...first.said, day: Type.String() } }],
    ['a problem put into better words', { taken: problem(409, 'hall-taken', 'Somebody has it.', { by: Type.String() }) }],
  ])('%s', (_, changes) => {
    expect(breaks(changes)).toEqual([])
  })

  test('there is no release yet', () => {
    expect(breakingChanges({}, released)).toEqual([])
  })
})

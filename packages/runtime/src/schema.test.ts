import { event } from '@nlc/contracts/define'
import fc from 'fast-check'
import Type from 'typebox'
import { expect, test } from 'vitest'
import { readerOf, writerOf } from './schema.ts'

const Input = Type.Object(
  {
    name: Type.String({ minLength: 2 }),
    places: Type.Integer({ minimum: 3 }),
    kind: Type.Enum(['walk', 'day']),
    days: Type.Optional(Type.Array(Type.String({ format: 'date' }), { maxItems: 2 })),
    'a/b~c': Type.Optional(Type.Integer()),
  },
  { additionalProperties: false },
)
const reader = readerOf(Input)
const good = { name: 'Ada', places: 3, kind: 'walk' }

test('a fault names the place by JSON Pointer, the rule by its keyword, and what to do in a sentence', () => {
  expect(reader.faults({ name: 'A', places: 2.5, kind: 'run' })).toEqual([
    { at: '/name', rule: 'minLength', detail: 'It must not have fewer than 2 characters.' },
    { at: '/places', rule: 'type', detail: 'It must be integer.' },
    { at: '/places', rule: 'minimum', detail: 'It must be >= 3.' },
    { at: '/kind', rule: 'enum', detail: 'Must be one of: walk, day.' },
  ])
})

test('every missing field is named', () => {
  expect(reader.faults({}).map(({ at, rule }) => [at, rule])).toEqual([
    ['/name', 'required'],
    ['/places', 'required'],
    ['/kind', 'required'],
  ])
})

test('an unknown field is named once, and said to be left out', () => {
  expect(reader.faults({ ...good, colour: 'red' })).toEqual([
    { at: '/colour', rule: 'additionalProperties', detail: 'There is no such field: leave it out.' },
  ])
})

test('in a pointer, ~ and / of a name are escaped (RFC 6901)', () => {
  expect(reader.faults({ ...good, 'x/y~z': 1 })).toMatchObject([{ at: '/x~1y~0z' }])
  expect(reader.faults({ ...good, 'a/b~c': 'one' })).toMatchObject([{ at: '/a~1b~0c' }])
})

test('each item of a list has its own place', () => {
  expect(reader.faults({ ...good, days: ['2026-02-30', '2026-02-28'] })).toMatchObject([{ at: '/days/0', rule: 'format' }])
  expect(reader.faults({ ...good, days: ['2026-02-01', '2026-02-02', '2026-02-03'] })).toMatchObject([{ at: '/days', rule: 'maxItems' }])
})

test('at most 20 faults, however many there are', () => {
  const unknown = Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`field-${n}`, n]))
  expect(reader.faults({ ...good, ...unknown })).toHaveLength(20)
  const wrong = readerOf(Type.Array(Type.Integer()))
  expect(wrong.faults(Array.from({ length: 1_000 }, () => 'x'))).toHaveLength(20)
})

test('what the schema takes is taken, and what it refuses has a fault: never one without the other', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(reader.faults(value).length === 0).toBe(reader.check(value))
    }),
  )
})

test('a text that no database can hold is refused here, with its place', () => {
  const free = readerOf(Type.Object({ note: Type.String(), more: Type.Optional(Type.Record(Type.String(), Type.String())) }))
  expect(free.check({ note: 'Barrow \u{1F3EB}' })).toBe(true)
  for (const note of ['a\0b', '\ud83c', '\udfeb\ud83c']) {
    expect(free.check({ note })).toBe(false)
    expect(free.faults({ note })).toMatchObject([{ at: '/note', rule: 'characters' }])
  }
  expect(free.faults({ note: '', more: { 'a\0': 'x' } })).toMatchObject([{ rule: 'characters' }])
  expect(free.faults({ note: '', more: { a: '\0' } })).toMatchObject([{ at: '/more/a' }])
})

test('what is written is what the schema names, and nothing else', () => {
  const Opened = event('membership.school-opened', {
    summary: '',
    about: { school: 'id' },
    data: { id: Type.String(), at: Type.String({ format: 'date-time' }), note: Type.Optional(Type.String()) },
  })
  const at = new Date('2026-09-01T08:00:00Z')
  expect(writerOf(Opened.data)({ id: '1', at, name: 'Barrow Island', trn: '1234567' })).toBe('{"id":"1","at":"2026-09-01T08:00:00.000Z"}')
  expect(() => writerOf(Opened.data)({ at })).toThrow('"id" is required')
})

test('texts become what the schema asks for, exactly; what is no such thing stays, and is refused', () => {
  const fields = { n: Type.Integer(), x: Type.Number(), on: Type.Boolean(), name: Type.String(), days: Type.Array(Type.Integer()) }
  const texts = readerOf(Type.Partial(Type.Object(fields, { additionalProperties: false })))
  expect(texts.coerce({ n: '-7', x: '1.5', on: 'true', name: '7', days: ['1', '2'] })).toEqual({
    n: -7,
    x: 1.5,
    on: true,
    name: '7',
    days: [1, 2],
  })
  expect(texts.coerce({ days: '1' })).toEqual({ days: [1] })
  for (const n of ['', ' 7', '1.5', '1e3', '0x10', 'true', 'many', '9'.repeat(20), ['1', '2']]) {
    expect(texts.coerce({ n })).toEqual({ n })
    expect(texts.check(texts.coerce({ n }))).toBe(false)
  }
  for (const on of ['1', 'TRUE', 'yes', '']) expect(texts.coerce({ on })).toEqual({ on })
})

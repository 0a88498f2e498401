/** What does not compile. `tsc` is what runs these: each `@ts-expect-error` is a fault of its own where the line below it compiles. */
import { command, event, problem, query, service } from '@nlc/contracts/define'
import Type from 'typebox'
import { expect, test } from 'vitest'
import { defineService, handle, react, work } from './index.ts'

const Opened = event('roles.vacancy-opened', {
  summary: 'A vacancy opened',
  about: { vacancy: 'vacancyId' },
  data: { vacancyId: Type.String(), places: Type.Integer() },
})
const Closed = event('roles.vacancy-closed', {
  summary: 'A vacancy closed',
  about: { vacancy: 'vacancyId' },
  data: { vacancyId: Type.String() },
})
const Taken = problem(409, 'taken', 'It is taken.')
const Full = problem(409, 'full', 'It is full.', { places: Type.Integer() })
const Unheard = problem(404, 'unheard', 'Nobody declared this.')
const Open = command('roles.open-vacancy', {
  summary: 'Open a vacancy',
  needs: 'networks:write',
  http: 'POST /v1/vacancies',
  input: { places: Type.Integer(), at: Type.Optional(Type.String({ format: 'date-time' })) },
  output: Type.Object({ vacancyId: Type.String(), openedAt: Type.String({ format: 'date-time' }) }),
  emits: [Opened],
  problems: [Taken, Full],
})
const Close = command('roles.close-vacancy', {
  summary: 'Close it',
  needs: 'networks:write',
  http: 'POST /v1/vacancies/:vacancyId/closing',
  input: { vacancyId: Type.String() },
  emits: [Closed],
  problems: [],
})
const List = query('roles.list-vacancies', {
  summary: 'List vacancies',
  needs: 'networks:read',
  http: 'GET /v1/vacancies',
  input: {},
  output: Type.Object({ items: Type.Array(Type.Object({ places: Type.Integer() })) }),
  problems: [Taken],
})
const Upload = command('roles.upload-vacancies', {
  summary: 'Upload vacancies',
  needs: 'networks:write',
  http: 'POST /v1/vacancy-files',
  input: {},
  upload: { accepts: ['text/csv'], maxBytes: 1 },
  emits: [],
  problems: [],
})

// What is right compiles.
const open = handle(Open, async ({ places }, { emit, fail, now }) => {
  if (places === 0) fail(Taken)
  if (places > 9) fail(Full, { places, detail: 'Nine at most.' })
  emit(Opened, { vacancyId: '1', places })
  return { vacancyId: '1', openedAt: now }
})
const close = handle(Close, async ({ vacancyId }, { emit }) => emit(Closed, { vacancyId }))
const list = handle(List, async () => ({ items: [{ places: 1 }] }))

// An event that the contract does not list.
handle(Open, async (_, { emit }) => {
  // @ts-expect-error
  emit(Closed, { vacancyId: '1' })
  return { vacancyId: '1', openedAt: '' }
})
// A payload that is not the event's.
handle(Open, async (_, { emit }) => {
  // @ts-expect-error
  emit(Opened, { vacancyId: '1', places: 'three' })
  // @ts-expect-error
  emit(Opened, { vacancyId: '1' })
  return { vacancyId: '1', openedAt: '' }
})
// A problem that the contract does not list.
handle(Open, async (_, { fail }) => {
  // @ts-expect-error
  return fail(Unheard)
})
// A problem without its details, or with others.
handle(Open, async (_, { fail }) => {
  // @ts-expect-error
  if (Math.random() > 2) fail(Full)
  // @ts-expect-error
  return fail(Full, { places: 'nine' })
})
// An output that is not the contract's; none where there is one.
// @ts-expect-error
handle(Open, async () => ({ vacancyId: '1' }))
// @ts-expect-error
handle(Open, async () => ({ vacancyId: 1, openedAt: '' }))
// @ts-expect-error
handle(List, async () => ({ items: [{ places: 'one' }] }))
// @ts-expect-error
handle(Open, async () => {})
// What the input does not have.
// @ts-expect-error
handle(List, async ({ places }) => ({ items: [{ places }] }))
// A query has nothing to change with.
// @ts-expect-error
handle(List, async (_, { emit }) => ({ items: emit }))
// @ts-expect-error
handle(List, async (_, { em }) => ({ items: em }))
// A constraint answers with a declared problem.
// @ts-expect-error
handle(Open, async (_, { now }) => ({ vacancyId: '1', openedAt: now }), { constraints: { vacancy_key: Unheard } })

// Reactions and work say what they declare.
react('roles.reopen', { on: Closed, emits: [Opened] }, async ({ vacancyId }, { emit }) => emit(Opened, { vacancyId, places: 1 }))
react('roles.reopen', { on: Closed, emits: [Opened] }, async (_, { emit }) => {
  // @ts-expect-error
  emit(Closed, { vacancyId: '1' })
})
react('roles.hear', { on: Closed }, async (_, { emit }) => {
  // @ts-expect-error
  emit(Closed, { vacancyId: '1' })
})
// @ts-expect-error
react('roles.hear', { on: Closed }, async ({ places }) => void places)
// @ts-expect-error
react('nobody.hears', { on: Closed }, async () => {})
const remind = work(
  'roles.remind',
  { input: { vacancyId: Type.String() }, emits: [Closed] },
  async ({ vacancyId }, state: { n: number } | undefined, { emit }) => {
    emit(Closed, { vacancyId })
    // @ts-expect-error
    emit(Opened, { vacancyId, places: 1 })
    return { state: { n: (state?.n ?? 0) + 1 }, next: 'again' }
  },
)
react('roles.remind-later', { on: Closed }, async ({ vacancyId }, { enqueue }) => {
  await enqueue(remind, { vacancyId })
  // @ts-expect-error
  await enqueue(remind, { vacancyId: 1 })
  // @ts-expect-error
  await enqueue(remind, {})
})

// A contract says only what is there to be said.
// @ts-expect-error
event('roles.vacancy-lost', { summary: '', about: { vacancy: 'id' }, data: { vacancyId: Type.String() } })
// @ts-expect-error
command('roles.lose-vacancy', { summary: '', needs: 'everything', http: 'POST /v1/losses', input: {}, emits: [], problems: [] })
// @ts-expect-error
query('roles.get-vacancy', { summary: '', needs: 'networks:read', http: 'DELETE /v1/vacancies', input: {}, problems: [] })

const contract = service('roles', { summary: 'Vacancies.', operations: [Open, Close, List, Upload], events: [Opened, Closed] })
const rest = { entities: [], migrations: [new URL('file:///nowhere/')] }

test('a service whose operations all have a handler is a service; uploads are answered by the runtime', () => {
  expect(defineService(contract, { ...rest, handlers: [open, close, list] }).handlers).toHaveLength(3)
})

test('a missing handler does not compile, and does not start either', () => {
  // @ts-expect-error
  expect(() => defineService(contract, { ...rest, handlers: [open, close] })).toThrow('roles.list-vacancies has no handler')
})

test('an event that the service does not declare is no part of it, and does not start', () => {
  expect(() => service('roles', { summary: '', operations: [Open], events: [Closed] })).toThrow(
    'roles.open-vacancy emits roles.vacancy-opened',
  )
})

import Type from 'typebox'
import { command, event, problem, query, service } from '@nlc/contracts/define'
import { handle } from './handle.ts'
import { defineService } from './service.ts'
const P = problem(404, 'no-such', 'x', { id: Type.String() })
const Q = problem(404, 'no-such2', 'x')
const E = event('membership.x-happened', { summary: '', about: { x: 'xId' }, data: { xId: Type.String(), at: Type.String({ format: 'date-time' }) } })
const F = event('membership.y-happened', { summary: '', about: { x: 'xId' }, data: { xId: Type.String() } })
const C = command('membership.x', { summary: '', needs: 'public', http: 'POST /v1/x/:id', input: { id: Type.String(), n: Type.Optional(Type.Integer()) }, output: Type.Object({ a: Type.String(), e: Type.Enum(['q', 'r']) }), emits: [E], problems: [P] })
const R = query('membership.r', { summary: '', needs: 'public', http: 'GET /v1/x', input: {}, output: Type.Object({ a: Type.String() }), problems: [] })
const S = service('membership', { summary: '', operations: [C, R], events: [E] })
const h = handle(C, async ({ id, n }, { emit, fail }) => {
  emit(E, { xId: id, at: new Date() })
  // @ts-expect-error undeclared event
  emit(F, { xId: id })
  // @ts-expect-error wrong payload
  emit(E, { xId: 1, at: new Date() })
  if (n === 3) fail(P, { id })
  // @ts-expect-error
  fail(P)
  // @ts-expect-error
  fail(Q)
  return { a: id, e: 'q' }
})
const r = handle(R, async () => ({ a: '' }))
// @ts-expect-error
handle(R, async () => ({ b: '' }))
defineService(S, { entities: [], migrations: new URL('.'), handlers: [h, r] })
// @ts-expect-error
defineService(S, { entities: [], migrations: new URL('.'), handlers: [h] })

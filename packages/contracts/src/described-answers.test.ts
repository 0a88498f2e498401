import Type from 'typebox'
import { expect, test } from 'vitest'
import { problem, query, service } from './define.ts'
import { answerFaults } from './described-answers.ts'
import { documentsOf } from './documents.ts'
import { Version } from './formats.ts'

const NoSuchHall = problem(404, 'no-such-hall', 'There is no such hall.')
const getHall = query('membership.get-hall', {
  summary: 'Read a hall',
  needs: 'networks:read',
  http: 'GET /v1/halls/:hallId',
  input: { hallId: Type.String() },
  output: Type.Object({ id: Type.String(), version: Version }),
  problems: [NoSuchHall],
})
const { openapi } = documentsOf([service('membership', { summary: 'Halls', events: [], operations: [getHall] })])
const seen = {
  method: 'GET',
  url: '/v1/halls/h?x=1',
  status: 200,
  contentType: 'application/json; charset=utf-8',
  body: '{"id":"h","version":1}',
}
const refused = {
  ...seen,
  status: 404,
  contentType: 'application/problem+json',
  body: JSON.stringify({ type: '/problems/no-such-hall', title: NoSuchHall.title, status: 404 }),
}

test('an answer as described has no fault', () => {
  expect(answerFaults(openapi, seen)).toEqual([])
  expect(answerFaults(openapi, refused)).toEqual([])
})

test.each([
  ['a body that is not as described', { ...seen, body: '{"id":1,"version":1}' }, /\/id must be string/],
  ['a body where none is described', { ...seen, status: 304 }, /application\/json is not described/],
  ['no body where one is described', { ...seen, body: '' }, /a body is described, and there is none/],
  ['another media type', { ...seen, contentType: 'text/html' }, /text\/html is not described/],
  ['a status that is not described', { ...seen, status: 418 }, /this status is not described/],
  ['a problem that the operation does not declare', { ...refused, body: refused.body.replace('no-such-hall', 'no-such-room') }, /404/],
  ['an address that is not described', { ...seen, url: '/v1/rooms' }, /this address is not described/],
  ['a method that is not described', { ...seen, method: 'PUT' }, /this method is not described/],
])('%s is one', (_, answer, sentence) => {
  expect(answerFaults(openapi, answer).join('\n')).toMatch(sentence)
})

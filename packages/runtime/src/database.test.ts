import { expect, test } from 'vitest'
import { isOutage, sqlState } from './database.ts'

const error = (code: string | undefined, message = 'failed', more: object = {}) => Object.assign(new Error(message), { code, ...more })

test('a SQLSTATE is found wherever in the chain of causes it is, with its constraint', () => {
  const server = error('23505', 'duplicate key', { constraint: 'visit_title_key' })
  for (const wrapped of [
    server,
    error(undefined, 'x', { cause: server }),
    error(undefined, 'x', { previous: error(undefined, 'y', { cause: server }) }),
  ]) {
    expect(sqlState(wrapped)).toEqual({ code: '23505', constraint: 'visit_title_key' })
  }
  for (const nothing of [undefined, null, 'text', new Error('x'), error('ECONNRESET'), error('EPIPE'), error('ERR_X')]) {
    expect(sqlState(nothing)).toBeUndefined()
  }
})

test('a database that is out of reach, or going down, is an outage', () => {
  for (const code of [
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
    'ENOTFOUND',
    'EAI_AGAIN',
    '57P01',
    '57P03',
    '08006',
    '53300',
    '25006',
  ]) {
    expect(isOutage(error(code)), code).toBe(true)
  }
  for (const message of ['Connection terminated unexpectedly', 'Client has encountered a connection error and is not queryable']) {
    expect(isOutage(new Error(message)), message).toBe(true)
  }
})

test('a fault of what was asked, or of ours, is none', () => {
  for (const code of ['23505', '22P02', '40001', '57014', '42P01', 'ENOENT', undefined]) expect(isOutage(error(code)), code).toBe(false)
})

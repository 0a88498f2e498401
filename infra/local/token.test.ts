/** `npm run token`: what it says to somebody who does not know it yet. That it gets tokens, the README's test shows. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const token = (...parameters: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(new URL('token.ts', import.meta.url)), ...parameters], {
    env: { ...process.env, NLC_DATA: '/nowhere' },
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

test('whose token it is to be has to be said', () => {
  expect(token()).toEqual({ status: 1, stdout: '', stderr: expect.stringContaining('national-body | integrator | mis-vendor') })
  expect(token('head-teacher')).toMatchObject({ status: 1, stderr: expect.stringContaining('Say whose token') })
})

test('where no sandbox runs, it says how to start one', () => {
  expect(token('integrator')).toEqual({ status: 1, stdout: '', stderr: expect.stringContaining('No sandbox runs in /nowhere') })
})

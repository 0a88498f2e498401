import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

test('one at a time; whoever asks meanwhile is served by one more', async () => {
  let running = 0
  let runs = 0
  const turns = new Turns(
    async () => {
      running += 1
      expect(running).toBe(1)
      runs += 1
      await new Promise((resolve) => setImmediate(resolve))
      running -= 1
    },
    () => {},
  )
  for (let n = 0; n < 10; n++) turns.ask()
  await turns.end()
  expect(runs).toBe(2)
})

test('after a failure it tries again by itself, and says so', async () => {
  const failures: unknown[] = []
  let runs = 0
  const done = new Promise<void>((resolve) => {
    const turns = new Turns(
      async () => {
        runs += 1
        if (runs === 1) throw new Error('no database')
        resolve()
      },
      (cause) => failures.push(cause),
    )
    turns.ask()
  })
  await done
  expect(failures).toMatchObject([{ message: 'no database' }])
  expect(runs).toBe(2)
})

import { expect, test } from 'vitest'
import { UploadLocker } from './upload-locker.ts'

const never = () => new AbortController().signal

test('one at a time, whoever comes next asks the one before to let go once and is called; another upload waits for nobody', async () => {
  const locker = new UploadLocker()
  const order: string[] = []
  let asked = 0
  const first = locker.newLock('a')
  await first.lock(never(), () => {
    asked += 1
  })
  const others = ['second', 'third', 'fourth'].map(async (name) => {
    const lock = locker.newLock('a')
    await lock.lock(never(), () => lock.unlock())
    order.push(name)
    return lock
  })
  const elsewhere = locker.newLock('b')
  await elsewhere.lock(never(), () => {})
  expect([order, asked]).toEqual([[], 3])
  await first.unlock()
  await Promise.all(others)
  expect(order.toSorted()).toEqual(['fourth', 'second', 'third'])
})

test('who lets go while being asked is not waited for', async () => {
  const locker = new UploadLocker()
  const first = locker.newLock('a')
  await first.lock(never(), () => first.unlock())
  const second = locker.newLock('a')
  await second.lock(never(), () => {})
  await second.unlock()
})

test('who gives up waiting is told so, and takes nothing', async () => {
  const locker = new UploadLocker()
  const first = locker.newLock('a')
  await first.lock(never(), () => {})
  const stop = new AbortController()
  const waiting = locker.newLock('a').lock(stop.signal, () => {})
  stop.abort()
  await expect(waiting).rejects.toMatchObject({ status_code: 500 })
  await first.unlock()
  await locker.newLock('a').lock(never(), () => {})
})

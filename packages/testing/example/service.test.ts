import { newId } from '@nlc/runtime'
import { expect, test } from 'vitest'
import { testService, token } from '../src/index.ts'
import { example, Greet, Greeted, ListGreetings, SchoolOpened } from './service.ts'

const greetings = testService(example)
const reader = () => token({ scopes: ['networks:read'] })
const writer = () => token({ scopes: ['networks:write'] })

test('a command changes something, says so, and answers', async () => {
  const greeting = await greetings.ask(Greet, { name: 'Ada' }, { as: await writer() })
  expect(greeting.name).toBe('Ada')
  expect(await greetings.emitted(Greeted, greeting.id)).toMatchObject([{ version: 1, data: { id: greeting.id, name: 'Ada' } }])
  const { items } = await greetings.ask(ListGreetings, {}, { as: await reader() })
  expect(items).toContainEqual(greeting)
})

test('a refusal is a problem document', async () => {
  const as = await writer()
  await greetings.ask(Greet, { name: 'Grace' }, { as })
  expect(await greetings.refusal(Greet, { name: 'Grace' }, { as })).toMatchObject({ status: 409, type: '/problems/greeted-already' })
  expect(await greetings.refusal(Greet, { name: '' }, { as })).toMatchObject({ status: 400 })
  expect(await greetings.refusal(Greet, { name: 'Alan' }, { as: await reader() })).toMatchObject({ status: 403 })
  expect(await greetings.refusal(Greet, { name: 'Alan' })).toMatchObject({ status: 401 })
})

test('another service’s event is handled, and what it sets off comes when the clock says so', async () => {
  await greetings.given(SchoolOpened, { schoolId: newId(), name: 'Barrow Island' })
  const named = async () => (await greetings.emitted(Greeted)).filter(({ data }) => data.name === 'Barrow Island')
  await greetings.idle()
  expect(await named()).toHaveLength(0)
  await greetings.clock.advance({ days: 1, minutes: 1 })
  await greetings.idle()
  expect(await named()).toHaveLength(1)
  const later = await greetings.ask(Greet, { name: 'tomorrow' }, { as: await writer() })
  expect(Date.parse(later.saidAt)).toBeGreaterThan(Date.now() + 23 * 60 * 60_000)
})

test('an event that cannot be handled is parked, and the test is told the cause', async () => {
  await expect(greetings.given(SchoolOpened, { schoolId: newId(), name: '' })).rejects.toThrow('a school without a name')
})

test('what it knew, it knows after a restart', async () => {
  const schoolId = newId()
  await greetings.given(SchoolOpened, { schoolId, name: 'Ormsgill' })
  await greetings.restart()
  await greetings.given(SchoolOpened, { schoolId, name: 'Ormsgill' })
  const { items } = await greetings.ask(ListGreetings, {}, { as: await reader() })
  expect(items.map(({ name }) => name)).toContain('Ada')
})

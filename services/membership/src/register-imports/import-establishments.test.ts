import { SchoolRegistered } from '@nlc/contracts/membership'
import { testService } from '@nlc/testing'
import { expect, test } from 'vitest'
import { establishmentsCsv, fictionalSchools } from './fixtures.ts'
import { importFile, register } from './register-under-test.ts'

const membership = testService(register)

test('imports', async () => {
  const done = await importFile(membership, establishmentsCsv(fictionalSchools(300)), { extractedOn: '2017-07-01' })
  console.log(done)
  expect(done).toMatchObject({ state: 'done', rowsCreated: 300 })
  expect(await membership.emitted(SchoolRegistered)).toHaveLength(300)
})

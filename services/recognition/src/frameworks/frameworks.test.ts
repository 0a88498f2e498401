/** Frameworks are data: any body brings its own, and an edition stays as it was defined. */
import { DefineFramework, FrameworkDefined, GetFramework, ListFrameworks, ReviseFramework } from '@nlc/contracts/recognition'
import { expect, test } from 'vitest'
import {
  acting,
  enrolled,
  founding,
  givenFramework,
  givenPerson,
  givenSchools,
  recognitionUnderTest,
  theNationalBody,
} from '../../test/recognition-under-test.ts'

const recognition = recognitionUnderTest()

test('a framework is as it was defined; another edition leaves the one before, and who began on it, as they were', async () => {
  const as = await theNationalBody()
  const code = await givenFramework(recognition)
  const [urn] = await givenSchools(recognition, 1)
  const teacher = await givenPerson(recognition, { urns: [urn!] })
  expect(await enrolled(recognition, code, teacher)).toMatchObject({ edition: 1 })
  const dimensions = founding.dimensions.slice(0, 4)
  expect(await recognition.ask(ReviseFramework, { ...founding, code, dimensions }, { as })).toMatchObject({ edition: 2, dimensions })
  const get = async (edition?: number) => recognition.ask(GetFramework, { code, ...(edition !== undefined && { edition }) }, { as })
  const { code: _, ...terms } = founding
  expect(await get(1)).toMatchObject({ ...terms, edition: 1 })
  expect(await get()).toMatchObject({ edition: 2 })
  const another = await givenPerson(recognition, { urns: [urn!] })
  expect(await enrolled(recognition, code, another)).toMatchObject({ edition: 2 })
  expect((await recognition.emitted(FrameworkDefined, code)).map(({ data }) => data.edition)).toEqual([1, 2])
  const { items } = await recognition.ask(ListFrameworks, {}, { as })
  expect(items.find((framework) => framework.code === code)).toMatchObject({ edition: 2 })
  expect((await recognition.refusal(GetFramework, { code, edition: 3 }, { as })).type).toBe('/problems/no-such-framework')
})

test('what cannot be a framework is refused; only the national body defines one', async () => {
  const as = await theNationalBody()
  const code = await givenFramework(recognition)
  const refused = async (terms: object) => recognition.refusal(DefineFramework, { ...founding, code: 'another', ...terms }, { as })
  expect((await refused({ code })).type).toBe('/problems/framework-code-taken')
  const [first] = founding.dimensions
  expect(await refused({ dimensions: [first, first] })).toMatchObject({
    type: '/problems/framework-codes-repeated',
    repeated: 'knowledge-base',
  })
  expect(
    await refused({
      stages: [
        { code: '1', label: 'a' },
        { code: '1', label: 'b' },
      ],
    }),
  ).toMatchObject({ repeated: '1' })
  expect((await refused({ dimensions: [] })).type).toBe('/problems/invalid-input')
  expect((await recognition.refusal(ReviseFramework, { ...founding, code: 'none' }, { as })).type).toBe('/problems/no-such-framework')
  const teacher = await givenPerson(recognition)
  expect((await recognition.refusal(DefineFramework, founding, { as: await acting(teacher) })).type).toBe('/problems/missing-scope')
})

/** Portfolios: who begins one, what is in it, what each dimension has and lacks, and whom it follows. */
import type { InputOf } from '@nlc/contracts/define'
import { PersonErased } from '@nlc/contracts/membership'
import {
  AddEvidence,
  AttestPortfolio,
  DescribeJourney,
  Enrol,
  EvidenceAdded,
  EvidenceRemoved,
  GetMatrix,
  GetPortfolio,
  ListAttestations,
  ListEvidence,
  ListPortfolios,
  PortfolioAttested,
  PortfolioEnrolled,
  PortfolioPlanned,
  RemoveEvidence,
} from '@nlc/contracts/recognition'
import { newId } from '@nlc/runtime'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import {
  acting,
  enrolled,
  givenFramework,
  givenPerson,
  givenSchools,
  personMerged,
  recognitionUnderTest,
  theNationalBody,
} from '../../test/recognition-under-test.ts'

const recognition = recognitionUnderTest()
let code: string
let urn: string
let teacher: string
let coach: string
let as: string
let portfolioId: string
beforeEach(async () => {
  code = await givenFramework(recognition)
  urn = (await givenSchools(recognition, 1))[0]!
  teacher = await givenPerson(recognition, { urns: [urn] })
  coach = await givenPerson(recognition, { urns: [urn] })
  as = await acting(teacher)
  portfolioId = (await enrolled(recognition, code, teacher)).id
})

const describe = async (more: object = {}) =>
  recognition.ask(
    DescribeJourney,
    { portfolioId, title: 'Talk in mathematics', journey: 'How talk helps.', coachId: coach, ...more },
    { as },
  )
type Item = Partial<InputOf<typeof AddEvidence>>
const item = (more: Item = {}) => ({
  portfolioId,
  kind: 'text' as const,
  title: 'Notes',
  text: 'What I read.',
  dimensions: ['knowledge-base'],
  ...more,
})
const add = async (more: Item = {}) => recognition.ask(AddEvidence, item(more), { as })
const refusedToAdd = async (more: Item = {}, by = as) =>
  (await recognition.refusal(AddEvidence, item(more), { as: by })).type.replace('/problems/', '')
const matrix = async () => recognition.ask(GetMatrix, { portfolioId }, { as })

test('begun, planned, filled: each step says so once, with nothing that was written', async () => {
  expect(await describe()).toMatchObject({ state: 'planning', version: 2, coachId: coach, title: 'Talk in mathematics' })
  await add()
  expect(await recognition.ask(GetPortfolio, { portfolioId }, { as })).toMatchObject({
    state: 'in-progress',
    version: 3,
    personId: teacher,
    stage: '1',
  })
  const said = [
    ...(await recognition.emitted(PortfolioEnrolled, portfolioId)),
    ...(await recognition.emitted(PortfolioPlanned, portfolioId)),
    ...(await recognition.emitted(EvidenceAdded, portfolioId)),
  ]
  expect(said.map(({ version }) => version)).toEqual([1, 2, 3])
  expect(JSON.stringify(said)).not.toMatch(/Talk|helps|Notes|read/)
})

test('for whom the framework is, for a stage that it has, and once for each', async () => {
  const refused = async (person: string, stage = '1', frameworkCode = code) =>
    recognition.refusal(Enrol, { frameworkCode, stage }, { as: await acting(person) })
  expect(await refused(teacher)).toMatchObject({ type: '/problems/enrolled-already', portfolioId })
  expect(await enrolled(recognition, code, teacher, '3')).toMatchObject({ stage: '3' })
  expect(await refused(teacher, '9')).toMatchObject({ type: '/problems/no-such-stage', stages: ['1', '2', '3', '4'] })
  expect((await refused(teacher, '1', 'none')).type).toBe('/problems/no-such-framework')
  const head = await givenPerson(recognition, { urns: [urn], category: 'head-teacher' })
  expect(await refused(head)).toMatchObject({ type: '/problems/may-not-enrol' })
  expect((await recognition.refusal(Enrol, { frameworkCode: code, stage: '1' }, { as: await theNationalBody() })).type).toBe(
    '/problems/needs-person',
  )
  const atOnce = await Promise.all(
    Array.from({ length: 5 }, () => recognition.ask(Enrol, { frameworkCode: code, stage: '2' }, { as }).catch(() => undefined)),
  )
  expect(atOnce.filter((portfolio) => portfolio !== undefined)).toHaveLength(1)
})

test('evidence is of the framework’s own dimensions, and whole', async () => {
  expect(await refusedToAdd({ dimensions: ['another'] })).toBe('other-frameworks-dimension')
  expect(await refusedToAdd({ kind: 'link' })).toBe('evidence-incomplete')
  expect(await refusedToAdd({ url: 'https://example.org' })).toBe('evidence-incomplete')
  expect(await refusedToAdd({ kind: 'link', url: 'javascript:alert(1)' })).toBe('invalid-input')
  expect(await refusedToAdd({ dimensions: [] })).toBe('invalid-input')
  const link = await add({
    kind: 'link',
    url: 'https://example.org/film',
    text: undefined as never,
    dimensions: ['carrying-out', 'evaluating'],
  })
  const { items } = await recognition.ask(ListEvidence, { portfolioId }, { as })
  expect(items).toEqual([link])
  await recognition.ask(RemoveEvidence, { evidenceId: link.id }, { as })
  expect((await recognition.ask(ListEvidence, { portfolioId }, { as })).items).toEqual([])
  expect(await recognition.emitted(EvidenceRemoved, portfolioId)).toHaveLength(1)
  expect((await recognition.refusal(RemoveEvidence, { evidenceId: link.id }, { as })).type).toBe('/problems/no-such-evidence')
})

test('the matrix says what each dimension has and lacks, and draws it', async () => {
  await add()
  await add({ title: 'A film', dimensions: ['knowledge-base', 'evaluating'] })
  const now = await matrix()
  expect(now.dimensions.map(({ code: dimension, evidence, lacks }) => [dimension, evidence.length, lacks.length])).toEqual([
    ['knowledge-base', 2, 0],
    ['planning', 0, 1],
    ['carrying-out', 0, 1],
    ['evaluating', 1, 0],
    ['peer-support', 0, 1],
    ['dissemination', 0, 1],
  ])
  expect(now.isComplete).toBe(false)
  await add({ dimensions: ['planning', 'carrying-out', 'peer-support', 'dissemination'] })
  expect(await matrix()).toMatchObject({ isComplete: true })
  const response = await fetch(`${recognition.url}/v1/portfolios/${portfolioId}/matrix.svg`, {
    headers: { authorization: `Bearer ${as}` },
  })
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/svg+xml'])
  const picture = await response.text()
  expect(picture.match(/<line class="has"/g)).toHaveLength(6)
  expect(picture).toContain('Evidence in every dimension')
})

test('a coach sees it and attests, and changes nothing; to anybody else there is none', async () => {
  await describe()
  const byCoach = await acting(coach)
  expect(await recognition.ask(GetPortfolio, { portfolioId }, { as: byCoach })).toMatchObject({ id: portfolioId })
  expect(await refusedToAdd({}, byCoach)).toBe('no-such-portfolio')
  await recognition.ask(AttestPortfolio, { portfolioId, text: 'We met every fortnight.' }, { as: byCoach })
  expect((await recognition.ask(ListAttestations, { portfolioId }, { as })).items).toMatchObject([
    { coachId: coach, text: 'We met every fortnight.' },
  ])
  expect(await matrix()).toMatchObject({ attestations: 1 })
  expect(await recognition.emitted(PortfolioAttested, portfolioId)).toHaveLength(1)
  expect((await recognition.refusal(AttestPortfolio, { portfolioId, text: 'I was good.' }, { as })).type).toBe(
    '/problems/no-such-portfolio',
  )
  const stranger = await acting(await givenPerson(recognition, { urns: [urn] }))
  for (const [operation, input] of [
    [GetPortfolio, { portfolioId }],
    [GetMatrix, { portfolioId }],
    [ListEvidence, { portfolioId }],
    [AddEvidence, item()],
    [DescribeJourney, { portfolioId, title: 'T', journey: 'J' }],
  ] as const)
    expect((await recognition.refusal(operation, input, { as: stranger })).type).toBe('/problems/no-such-portfolio')
  expect((await recognition.ask(ListPortfolios, {}, { as: stranger })).items).toEqual([])
  expect((await recognition.ask(ListPortfolios, {}, { as: byCoach })).items.map(({ id }) => id)).toEqual([portfolioId])
})

test('nobody coaches themselves, and a coach is somebody', async () => {
  const refused = async (coachId: string) =>
    (await recognition.refusal(DescribeJourney, { portfolioId, title: 'T', journey: 'J', coachId }, { as })).type
  expect(await refused(teacher)).toBe('/problems/coach-of-oneself')
  expect(await refused(newId())).toBe('/problems/no-such-person')
})

test('a portfolio follows its person into another record; erased, nothing of it is left', async () => {
  await describe()
  await add()
  const kept = await givenPerson(recognition, { urns: [urn] })
  await personMerged(recognition, teacher, kept)
  expect((await recognition.ask(ListPortfolios, {}, { as: await acting(kept) })).items).toMatchObject([{ id: portfolioId, personId: kept }])
  await recognition.given(PersonErased, { personId: kept })
  const { rows } = await sql<{ n: number }>`
    select ((select count(*) from portfolio where id = ${portfolioId}::uuid) + (select count(*) from evidence where portfolio_id = ${portfolioId}::uuid))::int as n`.execute(
    recognition.sql,
  )
  expect(rows[0]!.n).toBe(0)
})

/** All of it follows the person; erased, nothing of them is left, and what they hold can still be checked. */
import { PersonErased } from '@nlc/contracts/membership'
import {
  AddEvidence,
  CheckCredential,
  GetAward,
  GetCentre,
  GetPortfolio,
  ListAssignments,
  ListAwards,
  OpenAwardPage,
  RevokeAward,
} from '@nlc/contracts/recognition'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { givenAward, proofOf, read } from '../../test/awarded-under-test.ts'
import { assignedOf, givenCentre, givenFilled, givenJudges, present } from '../../test/judging-under-test.ts'
import { verdictOfDigitalBazaar } from '../../test/others-verify.ts'
import {
  acting,
  givenFramework,
  givenPerson,
  givenSchools,
  personMerged,
  recognitionUnderTest,
  theNationalBody,
} from '../../test/recognition-under-test.ts'
import { uploaded } from '../../test/uploads-under-test.ts'

const recognition = recognitionUnderTest()

test('awards, assignments and the lead of a centre follow into another record', async () => {
  const award = await givenAward(recognition)
  const kept = await givenPerson(recognition)
  await personMerged(recognition, award.teacher, kept)
  const as = await acting(kept)
  expect((await recognition.ask(ListAwards, {}, { as })).items.map(({ id }) => id)).toEqual([award.awardId])
  expect(await recognition.ask(GetPortfolio, { portfolioId: award.portfolioId }, { as })).toMatchObject({
    personId: kept,
    state: 'awarded',
  })
  const leader = await givenPerson(recognition)
  await personMerged(recognition, award.leaderId, leader)
  expect(await recognition.ask(GetCentre, { centreId: award.centreId }, { as })).toMatchObject({ leaderIds: [leader], version: 2 })

  const role = 'x-followed'
  const code = await givenFramework(recognition, { judgedBy: role })
  const teacher = await givenPerson(recognition, { urns: await givenSchools(recognition, 1) })
  const judges = await givenJudges(recognition, 2, role)
  const portfolioId = await givenFilled(recognition, code, teacher)
  const { id } = await present(recognition, portfolioId, teacher, award.centreId)
  const other = await givenPerson(recognition)
  await personMerged(recognition, judges[0]!, other)
  expect(await assignedOf(recognition, [other], id)).toHaveLength(1)
  // Both of the two are one person now: they judge it once, and another is looked for.
  await personMerged(recognition, other, judges[1]!)
  await recognition.idle()
  expect((await recognition.ask(ListAssignments, { state: 'open' }, { as: await acting(judges[1]!) })).items).toHaveLength(1)
})

test('erased, nothing that they wrote is left in any table; what they showed can still be checked, also that it is revoked', async () => {
  const secret = `secret-${crypto.randomUUID()}`
  const award = await givenAward(recognition, {}, async (portfolioId, as) => {
    const fileId = await uploaded(recognition, as, '/v1/evidence-files', Buffer.from(`In a file: ${secret}`))
    await recognition.ask(AddEvidence, { portfolioId, kind: 'file', title: secret, dimensions: ['evaluating'], fileId }, { as })
    await recognition.ask(AddEvidence, { portfolioId, kind: 'text', title: 'T', text: secret, dimensions: ['planning'] }, { as })
    await uploaded(recognition, as, '/v1/evidence-files', Buffer.from(`Never used: ${secret}`))
  })
  const { path } = await recognition.ask(OpenAwardPage, { awardId: award.awardId }, { as: award.as })
  const before = await proofOf(recognition, award)
  const credentialId = String(before.credential.id)
  expect(await tablesWith(secret)).not.toEqual([])

  await recognition.given(PersonErased, { personId: award.teacher })
  expect(await tablesWith(secret)).toEqual([])
  expect((await read(recognition, path)).status).toBe(404)
  expect((await recognition.refusal(GetAward, { awardId: award.awardId }, { as: award.as })).type).toBe('/problems/no-such-award')
  const { rows } = await sql<object>`
    select person_id, portfolio_id, presentation_id, credential, credential_jwt, page_hash from award where id = ${award.awardId}::uuid`.execute(
    recognition.sql,
  )
  expect(new Set(Object.values(rows[0]!))).toEqual(new Set([null]))

  const check = async () => recognition.ask(CheckCredential, { credential: before.credential }, { as: await theNationalBody() })
  expect(await check()).toMatchObject({ id: credentialId })
  const path2 = `/v1/awarding-bodies/${award.awardingBody}/status-lists/1`
  const list = (await (await read(recognition, path2)).json()) as typeof before.list
  expect(await verdictOfDigitalBazaar(before.credential, { did: before.did, list })).toMatchObject({ verified: true })
  expect(
    (await recognition.refusal(RevokeAward, { awardId: award.awardId, reason: 'misconduct' }, { as: await acting(award.leaderId) })).type,
  ).toBe('/problems/no-such-award')
})

test('who coached, judged or led is taken out of it; what they judged stands, and another judges what they had not', async () => {
  const role = 'x-erased'
  const code = await givenFramework(recognition, { judgedBy: role })
  const teacher = await givenPerson(recognition, { urns: await givenSchools(recognition, 1) })
  const judges = await givenJudges(recognition, 3, role)
  const { centreId, leaderId } = await givenCentre(recognition)
  const portfolioId = await givenFilled(recognition, code, teacher)
  const { id } = await present(recognition, portfolioId, teacher, centreId)
  const [first] = await assignedOf(recognition, judges, id)
  await recognition.given(PersonErased, { personId: first!.judge })
  await recognition.idle()
  expect(
    await assignedOf(
      recognition,
      judges.filter((one) => one !== first!.judge),
      id,
    ),
  ).toHaveLength(2)
  await recognition.given(PersonErased, { personId: leaderId })
  expect((await recognition.ask(GetCentre, { centreId }, { as: await acting(teacher) })).leaderIds).toEqual([])
})

/** Of this database, whichever hold a row with it, as text or as bytes. */
async function tablesWith(text: string): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname = 'public' order by 1`.execute(recognition.sql)
  const found: string[] = []
  for (const { name } of tables) {
    const { rows } = await sql`select from ${sql.raw(name)} t where t::text like ${`%${text}%`} limit 1`.execute(recognition.sql)
    if (rows.length > 0) found.push(name)
  }
  const { rows } = await sql`select from upload_chunk where position(${Buffer.from(text)} in bytes) > 0 limit 1`.execute(recognition.sql)
  return rows.length > 0 ? [...found, 'upload_chunk'] : found
}

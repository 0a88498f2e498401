/**
 * Who is nobody to a thing finds none: every operation on a portfolio and what hangs on it, for a colleague, a verifier who was not
 * asked, a client without a person, a client with which nobody shares, and the national body itself, whose judgement it never is.
 */
import type { AnyOperation } from '@nlc/contracts/define'
import * as contract from '@nlc/contracts/recognition'
import { callersWith, givenSharing } from '@nlc/known/under-test'
import { beforeAll, expect, test } from 'vitest'
import { type AwardedUnderTest, givenAward, read } from '../test/awarded-under-test.ts'
import { assignedOf, givenCentre, givenFilled, givenJudges, givenRole, judgement, present } from '../test/judging-under-test.ts'
import { acting, givenFramework, givenPerson, givenSchools, recognitionUnderTest, theNationalBody } from '../test/recognition-under-test.ts'
import { uploaded } from '../test/uploads-under-test.ts'

const recognition = recognitionUnderTest()
let award: AwardedUnderTest
let ids: Record<string, string>
let callers: Map<string, string>

beforeAll(async () => {
  award = await givenAward(recognition, {}, async (portfolioId, as) => {
    const fileId = await uploaded(recognition, as, '/v1/evidence-files', Buffer.from('What was said.'))
    const file = { portfolioId, kind: 'file' as const, title: 'F', dimensions: ['planning'], fileId }
    ids = { evidenceId: (await recognition.ask(contract.AddEvidence, file, { as })).id }
  })
  const [presentation] = (await recognition.ask(contract.ListPresentations, { portfolioId: award.portfolioId }, { as: award.as })).items
  // One that is being judged, so that there is an assignment.
  const role = 'x-standing-verifier'
  const code = await givenFramework(recognition, { judgedBy: role })
  const [urn] = await givenSchools(recognition, 1)
  const teacher = await givenPerson(recognition, { urns: [urn!] })
  const judges = await givenJudges(recognition, 2, role)
  const presented = await present(
    recognition,
    await givenFilled(recognition, code, teacher),
    teacher,
    (await givenCentre(recognition)).centreId,
  )
  const [assigned] = await assignedOf(recognition, judges, presented.id)
  ids = {
    ...ids,
    portfolioId: award.portfolioId,
    presentationId: presentation!.id,
    assignmentId: assigned!.assignment.id,
    awardId: award.awardId,
  }

  const colleague = await givenPerson(recognition, { urns: [urn!] })
  const verifier = await givenPerson(recognition)
  await givenRole(recognition, verifier, role)
  await givenSharing(recognition, 'a-client', { urn: urn! }, ['recognition'])
  const { theClient, through } = callersWith('recognition:read', 'recognition:write')
  callers = new Map([
    ['a colleague', await acting(colleague)],
    ['a verifier who was not asked', await acting(verifier)],
    ['another’s leader', await acting((await givenCentre(recognition)).leaderId)],
    ['a client without a person', await theClient('a-client')],
    ['the participant through a client with which nobody shares', await through('another-client', award.teacher)],
    ['the national body itself', await theNationalBody()],
  ])
}, 60_000)

const text = { title: 'T', journey: 'J', text: 'T', kind: 'text', dimensions: ['planning'] }
/** What each is asked with, besides the id: whatever it needs to come so far. */
const inputs: Record<string, object> = {
  'recognition.describe-journey': { title: text.title, journey: text.journey },
  'recognition.add-evidence': { kind: text.kind, title: text.title, text: text.text, dimensions: text.dimensions },
  'recognition.attest-portfolio': { text: text.text },
  'recognition.present-portfolio': { centreId: '01980a3e-7c5d-7b64-9e39-0d6a5f1b2c3d' },
  'recognition.appeal-decision': { grounds: 'It is there.' },
  'recognition.give-judgement': { dimensions: judgement() },
  'recognition.decline-assignment': { reason: 'no-time' },
  'recognition.revoke-award': { reason: 'misconduct' },
  'recognition.propose-credit': { organisationId: '01980a3e-7c5d-7b64-9e39-0d6a5f1b2c3d' },
}
const theirs = ['portfolioId', 'presentationId', 'assignmentId', 'awardId', 'evidenceId']
const operations = (contract.operations as readonly AnyOperation[]).filter(({ parameters }) =>
  parameters.some((name) => theirs.includes(name)),
)

test('there is none, whatever is asked of it', async () => {
  expect(operations.length).toBeGreaterThan(25)
  const seen: string[] = []
  for (const operation of operations) {
    const [parameter] = operation.parameters
    const input = { [parameter!]: ids[parameter!]!, ...inputs[operation.name] }
    for (const [who, as] of callers) {
      const status =
        'stream' in operation && operation.stream
          ? (await read(recognition, operation.path.replace(`:${parameter}`, ids[parameter!]!), as)).status
          : (await recognition.refusal(operation, input, { as })).status
      if (status !== 404) seen.push(`${operation.name}, ${who}: ${status}`)
    }
  }
  expect(seen).toEqual([])
})

/** Judged fairly: by two who know nothing of each other, a third where they differ, a moderator, and one who decides on an appeal. */
import { createHash } from 'node:crypto'
import { PersonErased } from '@nlc/contracts/membership'
import {
  AddEvidence,
  AppealDecision,
  AppealDismissed,
  AssignmentEnded,
  AttestPortfolio,
  DeclineAssignment,
  DescribeJourney,
  Enrol,
  GetAssignment,
  GetPortfolio,
  GetPresentation,
  GiveJudgement,
  JudgementGiven,
  JudgesAssigned,
  ListAssignments,
  ListAwards,
  ListEvidence,
  ListModerationRates,
  ListPresentations,
  PortfolioAwarded,
  PortfolioPresented,
  PortfolioReferredBack,
  PresentPortfolio,
  RemoveEvidence,
} from '@nlc/contracts/recognition'
import { academicYearOf } from '@nlc/known/academic-year'
import { dayInLondon } from '@nlc/runtime'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import {
  assignedOf,
  givenCentre,
  givenFilled,
  givenJudges,
  givenRole,
  judge,
  judgement,
  present,
  presentedAndJudged,
  roleEnds,
} from '../../test/judging-under-test.ts'
import {
  acting,
  enrolled,
  givenEmployment,
  givenFramework,
  givenPerson,
  givenSchools,
  personMerged,
  recognitionUnderTest,
} from '../../test/recognition-under-test.ts'

const recognition = recognitionUnderTest()
let role: string
let moderatorRole: string
let code: string
let urn: string
let teacher: string
let as: string
let judges: string[]
let moderators: string[]
let centreId: string
let leaderId: string
let portfolioId: string
let roles = 0
beforeEach(() => begin(0))

async function begin(moderatedPercent: number, more: object = {}): Promise<void> {
  // Each time with judges of its own.
  roles += 1
  ;[role, moderatorRole] = [`x-verifier-${roles}`, `x-moderator-${roles}`]
  code = await givenFramework(recognition, { judgedBy: role, moderatedBy: moderatorRole, moderatedPercent, ...more })
  urn = (await givenSchools(recognition, 1))[0]!
  teacher = await givenPerson(recognition, { urns: [urn] })
  as = await acting(teacher)
  judges = await givenJudges(recognition, 3, role)
  moderators = await givenJudges(recognition, 2, moderatorRole)
  ;({ centreId, leaderId } = await givenCentre(recognition))
  portfolioId = await givenFilled(recognition, code, teacher)
}

const portfolio = async () => recognition.ask(GetPortfolio, { portfolioId }, { as })
const presented = async () => present(recognition, portfolioId, teacher, centreId)
const decidedOn = async (notMet: string[] = []) =>
  presentedAndJudged(recognition, { portfolioId, personId: teacher, centreId, judges }, notMet)
const shown = async (presentationId: string) => recognition.ask(GetPresentation, { presentationId }, { as })
const refused = async (...[operation, input, by = as]: [Parameters<typeof recognition.refusal>[0], object, string?]) =>
  (await recognition.refusal(operation, input, { as: by })).type.replace('/problems/', '')
const text = async (path: string, by = as) => {
  const answer = await fetch(`${recognition.url}${path}`, { headers: { authorization: `Bearer ${by}` } })
  return { status: answer.status, body: await answer.text() }
}

test('presented only when it is whole: a journey, evidence in every dimension, a centre that is open', async () => {
  const [another] = [await givenPerson(recognition, { urns: [urn] })]
  const theirs = await acting(another)
  const { id } = await enrolled(recognition, code, another)
  expect(await refused(PresentPortfolio, { portfolioId: id, centreId }, theirs)).toBe('portfolio-not-in-state')
  await recognition.ask(AddEvidence, { portfolioId: id, kind: 'text', title: 'N', text: 'N', dimensions: ['planning'] }, { as: theirs })
  expect(await refused(PresentPortfolio, { portfolioId: id, centreId }, theirs)).toBe('journey-missing')
  await recognition.ask(DescribeJourney, { portfolioId: id, title: 'T', journey: 'J' }, { as: theirs })
  expect(await recognition.refusal(PresentPortfolio, { portfolioId: id, centreId }, { as: theirs })).toMatchObject({
    type: '/problems/dimensions-lack-evidence',
    dimensions: ['knowledge-base', 'carrying-out', 'evaluating', 'peer-support', 'dissemination'],
  })
  expect(await refused(PresentPortfolio, { portfolioId, centreId: portfolioId })).toBe('no-such-centre')
  expect(await refused(PresentPortfolio, { portfolioId, centreId }, theirs)).toBe('no-such-portfolio')
  expect((await recognition.ask(GetPortfolio, { portfolioId: id }, { as: theirs })).state).toBe('in-progress')
})

test('presented, it is frozen byte for byte: no operation and no statement changes it, and its manifest has the hash of every part', async () => {
  const coach = await givenPerson(recognition, { urns: [urn] })
  await recognition.ask(DescribeJourney, { portfolioId, title: 'Talk', journey: 'How talk helps.', coachId: coach }, { as })
  await recognition.ask(AttestPortfolio, { portfolioId, text: 'We met.' }, { as: await acting(coach) })
  const { items } = await recognition.ask(ListEvidence, { portfolioId }, { as })
  const { id, manifestSha256 } = await presented()
  expect((await recognition.emitted(PortfolioPresented, portfolioId)).map(({ data }) => data.presentationId)).toEqual([id])

  expect(await refused(AddEvidence, { portfolioId, kind: 'text', title: 'N', text: 'N', dimensions: ['planning'] })).toBe(
    'portfolio-not-in-state',
  )
  expect(await refused(RemoveEvidence, { evidenceId: items[0]!.id })).toBe('portfolio-not-in-state')
  expect(await refused(DescribeJourney, { portfolioId, title: 'T', journey: 'J' })).toBe('portfolio-not-in-state')
  expect(await refused(AttestPortfolio, { portfolioId, text: 'More.' }, await acting(coach))).toBe('portfolio-not-in-state')
  expect(await refused(PresentPortfolio, { portfolioId, centreId })).toBe('portfolio-not-in-state')
  for (const statement of [
    sql`update evidence set text = 'other' where portfolio_id = ${portfolioId}::uuid`,
    sql`delete from evidence where portfolio_id = ${portfolioId}::uuid`,
    sql`insert into evidence (id, portfolio_id, kind, title, dimensions, text, added_at) values (gen_random_uuid(), ${portfolioId}::uuid, 'text', 't', '{planning}', 't', now())`,
    sql`update attestation set text = 'other' where portfolio_id = ${portfolioId}::uuid`,
    sql`update portfolio set journey = 'other' where id = ${portfolioId}::uuid`,
    sql`update presentation set manifest = '{}' where id = ${id}::uuid`,
  ])
    await expect(statement.execute(recognition.sql)).rejects.toThrow(/frozen|not changed/)

  const { body } = await text(`/v1/presentations/${id}/manifest`)
  expect(createHash('sha256').update(body).digest('hex')).toBe(manifestSha256)
  const manifest = JSON.parse(body)
  expect(manifest.evidence.map((item: { id: string }) => item.id)).toEqual(items.map((item) => item.id))
  expect(manifest.attestations).toHaveLength(1)
  // The hash is of the item's canonical JSON, as anybody can make it from what the API shows.
  const { version: _, portfolioId: __, ...part } = items[0]!
  const sorted = JSON.stringify(part, Object.keys(part).sort())
  expect(manifest.evidence[0].sha256).toBe(createHash('sha256').update(sorted).digest('hex'))
})

test('two agree, and it is awarded; neither sees what the other found, and nobody else sees an assignment', async () => {
  const { id } = await presented()
  expect((await portfolio()).state).toBe('verifying')
  const [first, second, ...others] = await assignedOf(recognition, judges, id)
  expect(others).toEqual([])
  expect((await recognition.emitted(JudgesAssigned, portfolioId)).map(({ data }) => data.assigned)).toEqual([2])

  // They read what is presented, and nothing that was decided.
  expect(await recognition.ask(GetPortfolio, { portfolioId }, { as: first!.as })).toMatchObject({ id: portfolioId })
  expect((await recognition.ask(ListEvidence, { portfolioId }, { as: first!.as })).items).toHaveLength(1)
  expect((await text(`/v1/presentations/${id}/manifest`, first!.as)).status).toBe(200)
  expect(await refused(GetPresentation, { presentationId: id }, first!.as)).toBe('no-such-presentation')
  expect(await refused(ListPresentations, { portfolioId }, first!.as)).toBe('no-such-portfolio')

  const judged = await judge(recognition, first!)
  expect(judged).toMatchObject({ state: 'judged', dimensions: judgement() })
  expect((await portfolio()).state).toBe('verifying')
  const before = await recognition.ask(GetAssignment, { assignmentId: second!.assignment.id }, { as: second!.as })
  expect(before).toEqual(second!.assignment)
  expect(await refused(GetAssignment, { assignmentId: first!.assignment.id }, second!.as)).toBe('no-such-assignment')
  expect(await refused(GiveJudgement, { assignmentId: first!.assignment.id, dimensions: judgement() }, second!.as)).toBe(
    'no-such-assignment',
  )
  expect(await refused(GiveJudgement, { assignmentId: first!.assignment.id, dimensions: judgement(['planning']) }, first!.as)).toBe(
    'judged-already',
  )
  expect((await shown(id)).outcome).toBeUndefined()

  await judge(recognition, second!)
  expect((await portfolio()).state).toBe('awarded')
  expect(await shown(id)).toMatchObject({ outcome: 'awarded', results: [{ isMet: true }, {}, {}, {}, {}, {}] })
  expect((await recognition.ask(ListAwards, {}, { as })).items).toMatchObject([{ portfolioId, presentationId: id, state: 'awarded' }])
  expect(await recognition.emitted(PortfolioAwarded, portfolioId)).toHaveLength(1)
  // What they judged is theirs to see; the portfolio is not any more.
  expect(await refused(GetPortfolio, { portfolioId }, first!.as)).toBe('no-such-portfolio')
  expect(JSON.stringify(await recognition.emitted(JudgementGiven, portfolioId))).not.toContain(first!.judge)
})

test('where two differ, a third decides, who does not know it; what is missing is said, and it can be presented again', async () => {
  const { id } = await presented()
  const [first, second] = await assignedOf(recognition, judges, id)
  await judge(recognition, first!, ['evaluating'])
  expect(await assignedOf(recognition, judges, id)).toHaveLength(1)
  await judge(recognition, second!)
  const [third, ...others] = await assignedOf(recognition, judges, id)
  expect(others).toEqual([])
  expect(Object.keys(third!.assignment).sort()).toEqual(Object.keys(first!.assignment).sort())
  await judge(recognition, third!, ['evaluating', 'planning'])
  expect((await portfolio()).state).toBe('referred-back')
  expect(await shown(id)).toMatchObject({
    outcome: 'referred-back',
    results: [
      { code: 'knowledge-base', isMet: true, lacking: [], comments: [] },
      { code: 'planning', isMet: true, lacking: [], comments: [] },
      { isMet: true },
      {
        code: 'evaluating',
        isMet: false,
        lacking: ['It is there, and it is their own.'],
        comments: ['More of evaluating, please.', 'More of evaluating, please.'],
      },
      { isMet: true },
      { isMet: true },
    ],
  })
  expect((await recognition.emitted(PortfolioReferredBack, portfolioId)).map(({ data }) => data.lacking)).toEqual([['evaluating']])

  await recognition.ask(AddEvidence, { portfolioId, kind: 'text', title: 'N', text: 'N', dimensions: ['evaluating'] }, { as })
  const again = await decidedOn()
  expect(again).toMatchObject({ number: 2 })
  expect(again.manifestSha256).not.toBe((await shown(id)).manifestSha256)
  expect((await portfolio()).state).toBe('awarded')
})

test('presented as often as it may be, it is not awarded; the stage can be begun anew', async () => {
  for (const state of ['referred-back', 'referred-back', 'not-awarded']) {
    await decidedOn(['planning'])
    expect((await portfolio()).state).toBe(state)
  }
  expect(await refused(PresentPortfolio, { portfolioId, centreId })).toBe('portfolio-not-in-state')
  expect(await recognition.ask(Enrol, { frameworkCode: code, stage: '1' }, { as })).toMatchObject({ state: 'enrolled' })
})

test('nobody judges their own, what they coach, or a colleague’s; whoever becomes one is not let', async () => {
  const [ownSchool, coach, onBoard] = [
    await givenPerson(recognition, { urns: [urn] }),
    await givenPerson(recognition),
    await givenPerson(recognition),
  ]
  for (const interested of [teacher, ownSchool, coach]) await givenRole(recognition, interested, role)
  await recognition.ask(DescribeJourney, { portfolioId, title: 'T', journey: 'J', coachId: coach }, { as })
  const { id } = await presented()
  const [first, second] = await assignedOf(recognition, [...judges, teacher, ownSchool, coach, onBoard], id)
  expect(judges).toContain(first!.judge)
  expect(judges).toContain(second!.judge)

  await givenEmployment(recognition, first!.judge, { urns: [urn] })
  expect(await refused(GiveJudgement, { assignmentId: first!.assignment.id, dimensions: judgement() }, first!.as)).toBe(
    'conflict-of-interest',
  )
  // The next look finds another.
  await recognition.clock.advance({ days: 1 })
  await recognition.idle()
  expect((await recognition.emitted(AssignmentEnded, portfolioId)).map(({ data }) => data.reason)).toEqual(['conflict-of-interest'])
  expect(await refused(GetAssignment, { assignmentId: first!.assignment.id }, first!.as)).toBe('no-such-assignment')
  expect(await refused(GetPortfolio, { portfolioId }, first!.as)).toBe('no-such-portfolio')
  const now = await assignedOf(recognition, judges, id)
  expect(now.map((assigned) => assigned.judge).sort()).toEqual(judges.filter((other) => other !== first!.judge).sort())
})

test('a judgement answers every criterion of every dimension once, and says what is missing', async () => {
  const { id } = await presented()
  const [first] = await assignedOf(recognition, judges, id)
  const give = async (dimensions: object[]) => refused(GiveJudgement, { assignmentId: first!.assignment.id, dimensions }, first!.as)
  const whole = judgement()
  expect(await give(whole.slice(1))).toBe('other-dimensions')
  expect(await give([...whole.slice(1), whole[1]!])).toBe('other-dimensions')
  expect(await give([{ ...whole[0], code: 'another' }, ...whole.slice(1)])).toBe('other-dimensions')
  expect(await give([{ ...whole[0], criteriaMet: [true, true] }, ...whole.slice(1)])).toBe('other-dimensions')
  expect(await give([{ ...whole[0], criteriaMet: [false] }, ...whole.slice(1)])).toBe('comment-missing')
  expect((await recognition.ask(ListAssignments, { state: 'open' }, { as: first!.as })).items).toHaveLength(1)
})

test('who declines, or gives the role up, is replaced; nobody is asked twice about one presentation', async () => {
  const { id } = await presented()
  const [first, second] = await assignedOf(recognition, judges, id)
  await recognition.ask(DeclineAssignment, { assignmentId: first!.assignment.id, reason: 'no-time' }, { as: first!.as })
  await recognition.idle()
  const [, third] = await assignedOf(recognition, judges, id)
  expect(third).toBeDefined()
  expect(await refused(DeclineAssignment, { assignmentId: first!.assignment.id, reason: 'no-time' }, first!.as)).toBe('assignment-ended')

  const more = await givenPerson(recognition)
  const appointmentId = await givenRole(recognition, more, role)
  await recognition.ask(DeclineAssignment, { assignmentId: second!.assignment.id, reason: 'conflict-of-interest' }, { as: second!.as })
  await recognition.idle()
  const [theirs] = await assignedOf(recognition, [more], id)
  expect(theirs).toBeDefined()
  await roleEnds(recognition, appointmentId, more, role)
  expect(await refused(GiveJudgement, { assignmentId: theirs!.assignment.id, dimensions: judgement() }, theirs!.as)).toBe(
    'assignment-ended',
  )
  await recognition.clock.advance({ days: 1 })
  await recognition.idle()
  // All three were asked: it waits for whoever takes the role on.
  expect(await assignedOf(recognition, [...judges, more], id)).toHaveLength(1)
  const late = await givenPerson(recognition)
  await givenRole(recognition, late, role)
  await recognition.clock.advance({ hours: 1 })
  await recognition.idle()
  expect(await assignedOf(recognition, [late], id)).toHaveLength(1)
})

test('a moderator looks at it once more, and sees what the verifiers found: confirmed, it is awarded; else it is referred back', async () => {
  await begin(100)
  for (const notMet of [['dissemination'], []]) {
    const { id } = await decidedOn()
    expect((await portfolio()).state).toBe('moderating')
    expect(await refused(PresentPortfolio, { portfolioId, centreId })).toBe('portfolio-not-in-state')
    const [moderation, ...others] = await assignedOf(recognition, moderators, id)
    expect(others).toEqual([])
    expect(moderation!.assignment).toMatchObject({
      purpose: 'moderation',
      judgedBefore: [{ dimensions: judgement() }, { dimensions: judgement() }],
    })
    await judge(recognition, moderation!, notMet)
    expect((await portfolio()).state).toBe(notMet.length > 0 ? 'referred-back' : 'awarded')
  }
  const academicYear = academicYearOf(dayInLondon(recognition.clock.now()))
  const rates = async (by: string) =>
    (await recognition.ask(ListModerationRates, { centreId, academicYear }, { as: await acting(by) })).items
  expect(await rates(leaderId)).toMatchObject([{ frameworkCode: code, agreed: 2, moderated: 2, percent: 100 }])
  expect(await refused(ListModerationRates, { centreId, academicYear })).toBe('no-such-centre')
})

test('an appeal is decided by somebody who had no part in it: upheld, it is awarded; dismissed, it stays as it was', async () => {
  const { id } = await decidedOn(['planning'])
  await givenRole(recognition, judges[0]!, moderatorRole)
  const appeal = async () => recognition.ask(AppealDecision, { presentationId: id, grounds: 'It is there.' }, { as })
  expect(await appeal()).toMatchObject({ appeal: { grounds: 'It is there.' } })
  expect((await portfolio()).state).toBe('appealed')
  expect(await refused(AppealDecision, { presentationId: id, grounds: 'Once more.' })).toBe('appealed-already')
  expect(await refused(AddEvidence, { portfolioId, kind: 'text', title: 'N', text: 'N', dimensions: ['planning'] })).toBe(
    'portfolio-not-in-state',
  )
  await recognition.idle()
  const [decider] = await assignedOf(recognition, [...moderators, judges[0]!], id)
  expect(moderators).toContain(decider!.judge)
  await judge(recognition, decider!, ['planning'])
  expect(await shown(id)).toMatchObject({ outcome: 'referred-back', appeal: { outcome: 'dismissed' } })
  expect((await portfolio()).state).toBe('referred-back')
  expect(await recognition.emitted(AppealDismissed, portfolioId)).toHaveLength(1)

  const { id: second } = await decidedOn(['planning'])
  await recognition.ask(AppealDecision, { presentationId: second, grounds: 'It is there.' }, { as })
  await recognition.idle()
  const [other] = await assignedOf(recognition, moderators, second)
  expect(other!.judge).not.toBe(decider!.judge)
  await judge(recognition, other!)
  expect(await shown(second)).toMatchObject({ outcome: 'awarded', appeal: { outcome: 'upheld' } })
  expect((await portfolio()).state).toBe('awarded')
})

test('a coach who was erased since takes nobody’s appeal away', async () => {
  const coach = await givenPerson(recognition)
  await recognition.ask(DescribeJourney, { portfolioId, title: 'T', journey: 'J', coachId: coach }, { as })
  await recognition.ask(AttestPortfolio, { portfolioId, text: 'We met.' }, { as: await acting(coach) })
  const { id } = await decidedOn(['planning'])
  await recognition.given(PersonErased, { personId: coach })
  await recognition.ask(AppealDecision, { presentationId: id, grounds: 'It is there.' }, { as })
  expect((await portfolio()).state).toBe('appealed')
})

test('the time for an appeal ends, and with a new presentation', async () => {
  const { id } = await decidedOn(['planning'])
  await recognition.clock.advance({ days: 29 })
  expect(await refused(AppealDecision, { presentationId: id, grounds: 'It is there.' })).toBe('appeal-too-late')
  await present(recognition, portfolioId, teacher, centreId)
  expect(await refused(AppealDecision, { presentationId: id, grounds: 'It is there.' })).toBe('appeal-too-late')
})

test('two judgements at once: both count, and it is decided once', async () => {
  const { id } = await presented()
  const assigned = await assignedOf(recognition, judges, id)
  await Promise.all(
    assigned.flatMap((one) =>
      [1, 2].map(() =>
        recognition.ask(GiveJudgement, { assignmentId: one.assignment.id, dimensions: judgement() }, { as: one.as }).catch(() => undefined),
      ),
    ),
  )
  expect((await portfolio()).state).toBe('awarded')
  expect(await recognition.emitted(JudgementGiven, portfolioId)).toHaveLength(2)
  expect((await recognition.ask(ListAwards, {}, { as })).items).toHaveLength(1)
})

test('merged with whose portfolio they judge, they judge it no more', async () => {
  const { id } = await presented()
  const [first] = await assignedOf(recognition, judges, id)
  await personMerged(recognition, first!.judge, teacher)
  await recognition.idle()
  expect((await recognition.emitted(AssignmentEnded, portfolioId)).map(({ data }) => data.reason)).toEqual(['conflict-of-interest'])
  expect(
    await assignedOf(
      recognition,
      judges.filter((one) => one !== first!.judge),
      id,
    ),
  ).toHaveLength(2)
})

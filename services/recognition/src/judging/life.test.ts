/**
 * The life of a portfolio as a model: whatever is done in whatever order, also by judges at once, no state is reached without its
 * conditions, nobody reads what they must not, and what was presented stays as it was.
 */
import {
  AddEvidence,
  AppealDecision,
  DeclineAssignment,
  GetPortfolio,
  GetPresentation,
  GiveJudgement,
  ListAssignments,
  ListAwards,
  ListEvidence,
  ListPresentations,
  PresentPortfolio,
  RemoveEvidence,
} from '@nlc/contracts/recognition'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { assignedOf, givenCentre, givenFilled, givenJudges, judgement } from '../../test/judging-under-test.ts'
import { acting, founding, givenFramework, givenPerson, givenSchools, recognitionUnderTest } from '../../test/recognition-under-test.ts'
import { findFramework } from '../frameworks/framework.ts'
import { readPortfolio } from '../portfolios/portfolio.ts'
import { canonical, type Manifest, manifestOf, readParts, sha256 } from '../presentations/manifest.ts'

const recognition = recognitionUnderTest()
const dimensions = founding.dimensions.map(({ code }) => code)
const maxPresentations = 2
let judges: string[]
let moderators: string[]
let centreId: string
let urn: string
/** One of which none is moderated, one of which all are. */
let frameworks: string[]
beforeAll(async () => {
  judges = await givenJudges(recognition, 6, 'x-life-verifier')
  moderators = await givenJudges(recognition, 4, 'x-life-moderator')
  ;({ centreId } = await givenCentre(recognition))
  urn = (await givenSchools(recognition, 1))[0]!
  frameworks = []
  for (const moderatedPercent of [0, 100])
    frameworks.push(
      await givenFramework(recognition, {
        judgedBy: 'x-life-verifier',
        moderatedBy: 'x-life-moderator',
        moderatedPercent,
        maxPresentations,
      }),
    )
}, 60_000)

type Judged = readonly string[]
interface Model {
  readonly moderated: boolean
  state: 'in-progress' | 'verifying' | 'moderating' | 'awarded' | 'referred-back' | 'not-awarded' | 'appealed'
  presentations: number
  appealed: boolean
  changed: boolean
  /** Dimensions of which there is evidence, item by item. */
  items: Map<string, readonly string[]>
  /** Of the present round: what each found not met. */
  found: Judged[]
}
interface Real {
  readonly teacher: string
  readonly as: string
  readonly portfolioId: string
  presentationId: string | undefined
}

const isOpen = ({ state }: Model) => state === 'in-progress' || state === 'referred-back'
const lacking = ({ items }: Model) => dimensions.filter((code) => ![...items.values()].flat().includes(code))
const refusal = async (operation: Parameters<typeof recognition.refusal>[0], input: object, as: string) =>
  (await recognition.refusal(operation, input, { as })).type.replace('/problems/', '')

/** What follows from the verifiers' findings, as the rules say it. */
function afterVerification(model: Model): void {
  const differ = dimensions.some((code) => new Set(model.found.map((one) => one.includes(code))).size > 1)
  if (model.found.length < 2 || (model.found.length === 2 && differ)) return
  const isMet = dimensions.every((code) => model.found.filter((one) => one.includes(code)).length * 2 < model.found.length)
  model.found = []
  if (!isMet) model.state = model.presentations >= maxPresentations ? 'not-awarded' : 'referred-back'
  else model.state = model.moderated ? 'moderating' : 'awarded'
}

type Command = fc.AsyncCommand<Model, Real>
const command = (name: string, check: (model: Model) => boolean, run: (model: Model, real: Real) => Promise<void>): Command => ({
  toString: () => name,
  check,
  run: async (model, real) => {
    await run(model, real)
    await recognition.idle()
    await holdsAlways(model, real)
  },
})

const add = (of: readonly string[]) =>
  command(
    `add evidence of ${of}`,
    () => true,
    async (model, { portfolioId, as }) => {
      const input = { portfolioId, kind: 'text' as const, title: 'N', text: 'N', dimensions: [...of] }
      if (!isOpen(model)) expect(await refusal(AddEvidence, input, as)).toBe('portfolio-not-in-state')
      else {
        model.items.set((await recognition.ask(AddEvidence, input, { as })).id, of)
        model.changed = true
      }
    },
  )

const remove = (which: number) =>
  command(
    'remove evidence',
    ({ items }) => items.size > 0,
    async (model, { as }) => {
      const evidenceId = [...model.items.keys()][which % model.items.size]!
      if (!isOpen(model)) expect(await refusal(RemoveEvidence, { evidenceId }, as)).toBe('portfolio-not-in-state')
      else {
        await recognition.ask(RemoveEvidence, { evidenceId }, { as })
        model.items.delete(evidenceId)
        model.changed = true
      }
    },
  )

const present = command(
  'present',
  () => true,
  async (model, real) => {
    const input = { portfolioId: real.portfolioId, centreId }
    if (!isOpen(model)) expect(await refusal(PresentPortfolio, input, real.as)).toBe('portfolio-not-in-state')
    else if (lacking(model).length > 0) expect(await refusal(PresentPortfolio, input, real.as)).toBe('dimensions-lack-evidence')
    else {
      real.presentationId = (await recognition.ask(PresentPortfolio, input, { as: real.as })).id
      model.state = 'verifying'
      model.presentations += 1
      model.appealed = model.changed = false
      model.found = []
    }
  },
)

/** All who are asked at the moment, at once. */
const judge = (findings: readonly Judged[]) =>
  command(
    `judge ${JSON.stringify(findings)}`,
    ({ state }) => ['verifying', 'moderating', 'appealed'].includes(state),
    async (model, { presentationId }) => {
      const asked = await assignedOf(recognition, [...judges, ...moderators], presentationId!)
      expect(asked.length).toBeGreaterThan(0)
      const given = asked.map((one, i) => ({ ...one, notMet: findings[i % findings.length]! }))
      await Promise.all(
        given.map(({ as, assignment, notMet }) =>
          recognition.ask(GiveJudgement, { assignmentId: assignment.id, dimensions: judgement(notMet) }, { as }),
        ),
      )
      const again = given[0]!
      const input = { assignmentId: again.assignment.id, dimensions: judgement(again.notMet) }
      expect(await refusal(GiveJudgement, input, again.as)).toBe('judged-already')
      const [first] = given
      if (model.state === 'verifying') {
        model.found.push(...given.map(({ notMet }) => notMet))
        afterVerification(model)
      } else if (first!.notMet.length === 0) model.state = 'awarded'
      else model.state = model.presentations >= maxPresentations ? 'not-awarded' : 'referred-back'
    },
  )

const decline = command(
  'decline',
  ({ state }) => state === 'verifying',
  async (_, { presentationId }) => {
    const [first, ...others] = await assignedOf(recognition, judges, presentationId!)
    // Who has declined is not asked again: some have to be left.
    const left = judges.length - (await askedBefore(presentationId!))
    if (!first || left < 2 - others.length) return
    await recognition.ask(DeclineAssignment, { assignmentId: first.assignment.id, reason: 'no-time' }, { as: first.as })
  },
)
const askedBefore = async (presentationId: string) =>
  (
    await sql<{ n: number }>`select count(*)::int as n from assignment where presentation_id = ${presentationId}::uuid`.execute(
      recognition.sql,
    )
  ).rows[0]!.n

const appeal = command(
  'appeal',
  ({ presentations }) => presentations > 0,
  async (model, { presentationId, as }) => {
    const input = { presentationId: presentationId!, grounds: 'It is there.' }
    if (model.appealed) expect(await refusal(AppealDecision, input, as)).toBe('appealed-already')
    else if (model.state !== 'referred-back' && model.state !== 'not-awarded')
      expect(await refusal(AppealDecision, input, as)).toBe('portfolio-not-in-state')
    else if (model.changed) expect(await refusal(AppealDecision, input, as)).toBe('changed-since-presented')
    else {
      await recognition.ask(AppealDecision, input, { as })
      model.state = 'appealed'
      model.appealed = true
    }
  },
)

async function holdsAlways(model: Model, { portfolioId, presentationId, as, teacher }: Real): Promise<void> {
  expect((await recognition.ask(GetPortfolio, { portfolioId }, { as })).state).toBe(model.state)
  const { items } = await recognition.ask(ListAwards, {}, { as })
  expect(items).toHaveLength(model.state === 'awarded' ? 1 : 0)
  const presented = (await recognition.ask(ListPresentations, { portfolioId }, { as })).items
  expect(presented).toHaveLength(model.presentations)
  expect(presented.filter(({ outcome }) => outcome === undefined)).toHaveLength(
    model.state === 'verifying' || model.state === 'moderating' ? 1 : 0,
  )
  if (!isOpen(model)) await isFrozen(portfolioId, presented.at(-1)!)
  if (presentationId !== undefined) await isBlind(model, portfolioId, presentationId, teacher)
}

/** What is there hashes to what was presented. */
async function isFrozen(portfolioId: string, { id, manifestSha256 }: { id: string; manifestSha256: string }): Promise<void> {
  const portfolio = await readPortfolio(recognition.sql, portfolioId)
  const framework = (await findFramework(recognition.sql, portfolio.frameworkCode, portfolio.edition))!
  const { rows } = await sql<{ manifest: string; at: Date }>`
    select manifest, presented_at as at from presentation where id = ${id}::uuid`.execute(recognition.sql)
  const { manifest, at } = rows[0]!
  expect(sha256(manifest)).toBe(manifestSha256)
  expect(canonical(JSON.parse(manifest) as Manifest)).toBe(manifest)
  expect(manifestOf(portfolioId, at, await readParts(recognition.sql, portfolio, framework))).toBe(manifest)
}

/** All that each of them can read: their own judgement, of others' nothing; the portfolio, while it is theirs to judge. */
async function isBlind(model: Model, portfolioId: string, presentationId: string, teacher: string): Promise<void> {
  const undecided = ['verifying', 'moderating', 'appealed'].includes(model.state)
  for (const person of [...judges, ...moderators]) {
    const as = await acting(person)
    const { items } = await recognition.ask(ListAssignments, { limit: 200 }, { as })
    const own = items.filter((assignment) => assignment.presentationId === presentationId)
    expect(own.length).toBeLessThanOrEqual(1)
    for (const assignment of own) {
      expect(assignment.dimensions === undefined).toBe(assignment.state !== 'judged')
      if (assignment.purpose === 'verification') expect(assignment.judgedBefore).toBeUndefined()
      expect(JSON.stringify(assignment)).not.toContain(teacher)
    }
    const mayRead = undecided && own.some(({ state }) => state !== 'ended')
    const reading = await recognition.ask(ListEvidence, { portfolioId }, { as }).then(
      () => true,
      () => false,
    )
    expect(reading).toBe(mayRead)
    expect(await refusal(GetPresentation, { presentationId }, as)).toBe('no-such-presentation')
    expect(await refusal(ListPresentations, { portfolioId }, as)).toBe('no-such-portfolio')
  }
}

const findings = fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.subarray(dimensions, { minLength: 1, maxLength: 2 })), {
  minLength: 1,
  maxLength: 3,
})
const anything = fc.commands(
  [
    fc.subarray(dimensions, { minLength: 1, maxLength: 3 }).map(add),
    fc.nat(20).map(remove),
    fc.constant(present),
    fc.constant(present),
    findings.map(judge),
    findings.map(judge),
    fc.constant(decline),
    fc.constant(appeal),
  ],
  { maxCommands: 24, size: 'max' },
)

test('whatever is done, each state has its conditions, blind stays blind, and frozen stays frozen', async () => {
  await fc.assert(
    fc.asyncProperty(fc.boolean(), anything, async (moderated, commands) => {
      await fc.asyncModelRun(async () => {
        const teacher = await givenPerson(recognition, { urns: [urn] })
        const as = await acting(teacher)
        const portfolioId = await givenFilled(recognition, frameworks[moderated ? 1 : 0]!, teacher)
        const [item] = (await recognition.ask(ListEvidence, { portfolioId }, { as })).items
        const model: Model = {
          ...{ moderated, state: 'in-progress', presentations: 0, appealed: false, changed: false, found: [] },
          items: new Map([[item!.id, dimensions]]),
        }
        return { model, real: { teacher, as, portfolioId, presentationId: undefined } }
      }, commands)
    }),
    { numRuns: 15 },
  )
}, 120_000)

/** The life of a network's agreements, as a model: whatever schools answer in whatever order, and however often versions follow each other. */
import {
  DraftAgreement,
  GetAgreement,
  GetNetwork,
  IssueAgreement,
  ListAgreements,
  RefuseAgreement,
  SignAgreement,
} from '@nlc/contracts/membership'
import { testService } from '@nlc/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { acting, application, formingNetwork, givenScene, type Scene, theNationalBody } from '../../test/networks-under-test.ts'
import { membership as service } from '../service.ts'

const membership = testService(service)

interface Version {
  readonly id: string
  readonly named: readonly string[]
  readonly signed: Set<string>
  readonly refused: Set<string>
  state: 'issued' | 'in-force' | 'superseded'
}

/** What has to be, said without looking at how it is done. */
interface Model {
  readonly versions: Version[]
  active: boolean
}

interface Real {
  readonly scene: Scene
  readonly networkId: string
}

const minimum = 6
const open = ({ versions }: Model) => versions.find(({ state }) => state === 'issued')
const isOn = ({ named, signed }: Version) => named.every((urn) => signed.has(urn))

class Answer implements fc.AsyncCommand<Model, Real> {
  readonly school: number
  readonly how: 'sign' | 'refuse'
  constructor(school: number, how: 'sign' | 'refuse') {
    this.school = school
    this.how = how
  }
  check = (model: Readonly<Model>) => model.versions.length > 0
  async run(model: Model, { scene }: Real) {
    const version = open(model) ?? model.versions.at(-1)!
    const urn = scene.schools[this.school]!
    const as = await acting(scene.heads.get(urn)!)
    const waits = version.named.includes(urn) && !version.signed.has(urn) && !version.refused.has(urn)
    const may = version.state === 'issued' && waits && (this.how === 'refuse' || version.refused.size === 0)
    const ask = () =>
      this.how === 'sign'
        ? membership.ask(SignAgreement, { agreementId: version.id, urn }, { as })
        : membership.ask(RefuseAgreement, { agreementId: version.id, urn, reason: 'terms' }, { as })
    if (!may) return expect(ask()).rejects.toThrow(/was refused/)
    await ask()
    version[this.how === 'sign' ? 'signed' : 'refused'].add(urn)
    if (!isOn(version)) return
    for (const before of model.versions) if (before.state === 'in-force') before.state = 'superseded'
    version.state = 'in-force'
    model.active = true
  }
  toString = () => `${this.how} ${this.school}`
}

/** Drafts and issues the next version, for all or without those that refused the last that named them. */
class Next implements fc.AsyncCommand<Model, Real> {
  readonly whole: boolean
  constructor(whole: boolean) {
    this.whole = whole
  }
  // Once active, schools leave with what they refuse: another story.
  check = (model: Readonly<Model>) => !model.active
  async run(model: Model, { scene, networkId }: Real) {
    const as = await theNationalBody()
    const refusedLast = (urn: string) => model.versions.findLast(({ named }) => named.includes(urn))?.refused.has(urn) ?? false
    const named = this.whole ? scene.schools : scene.schools.filter((urn) => !refusedLast(urn))
    const draft = (await membership.ask(ListAgreements, { networkId, state: 'drafted' }, { as })).items[0]
    if (draft || named.length < 2) return
    const { id } = await membership.ask(DraftAgreement, { networkId, text: 'Words.', schools: [...named] }, { as })
    const issue = () => membership.ask(IssueAgreement, { agreementId: id }, { as })
    if (named.length < minimum) return expect(issue()).rejects.toThrow(/too-few-schools/)
    await issue()
    const before = open(model)
    if (before) before.state = 'superseded'
    model.versions.push({ id, named: [...named], signed: new Set(), refused: new Set(), state: 'issued' })
  }
  toString = () => (this.whole ? 'next version for all' : 'next version without who refused')
}

async function expectSame(model: Model, { networkId }: Real) {
  const as = await theNationalBody()
  const network = await membership.ask(GetNetwork, { networkId }, { as })
  expect(network.state).toBe(model.active ? 'active' : 'forming')
  for (const version of model.versions) {
    const { state, parties } = await membership.ask(GetAgreement, { agreementId: version.id }, { as })
    const expected =
      version.state !== 'issued'
        ? version.state
        : version.refused.size > 0
          ? 'blocked'
          : version.signed.size > 0
            ? 'partially-signed'
            : 'issued'
    expect(state).toBe(expected)
    const answered = (answer: string) => parties.filter((party) => party.answer === answer).map(({ urn }) => urn)
    // Refusals, and signatures, of every version that ever was.
    expect(answered('refused')).toEqual([...version.refused].sort())
    expect(answered('signed')).toEqual([...version.signed].sort())
    if (state === 'in-force') expect(answered('signed')).toEqual([...version.named].sort())
  }
}

test('no network is active without the signatures of all that its agreement names; refusals are kept', { timeout: 300_000 }, async () => {
  const commands = fc.commands(
    [
      fc.constantFrom(true, false).map((whole) => new Next(whole)),
      ...[0, 1, 2, 3, 4, 5, 6].map((school) => fc.constant(new Answer(school, 'sign'))),
      fc.nat(6).map((school) => new Answer(school, 'refuse')),
    ],
    { maxCommands: 30 },
  )
  await fc.assert(
    fc.asyncProperty(commands, async (script) => {
      const scene = await givenScene(membership, { schools: 7 })
      const real = { scene, networkId: await formingNetwork(membership, application(scene)) }
      const model: Model = { versions: [], active: false }
      await fc.asyncModelRun(() => ({ model, real }), script)
      await expectSame(model, real)
    }),
    { numRuns: 15, endOnFailure: true },
  )
})

test('once all have signed, it is: the model reaches the state that it is about', async () => {
  const scene = await givenScene(membership, { schools: 7 })
  const real = { scene, networkId: await formingNetwork(membership, application(scene)) }
  const model: Model = { versions: [], active: false }
  const script = [
    new Next(true),
    new Answer(3, 'refuse'),
    new Next(false),
    ...[0, 1, 2, 4, 5, 6].map((school) => new Answer(school, 'sign')),
  ]
  for (const step of script) await step.run(model, real)
  expect(model.active).toBe(true)
  await expectSame(model, real)
})

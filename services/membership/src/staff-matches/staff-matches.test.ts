/** A vendor's staff list, matched by exact identifiers; what is in doubt is the school's signatory's to settle. */
import {
  AskForErasure,
  DecideSuccession,
  GetCopyOfPersonalData,
  ListStaffMatches,
  MatchStaff,
  SettleStaffMatch,
  StaffMatched,
  StaffMatchUnclear,
  StaffUnlinked,
  UnlinkStaffMatch,
} from '@nlc/contracts/membership'
import { dayInLondon, newId } from '@nlc/runtime'
import { testService, token } from '@nlc/testing'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { newTrn, peopleUnderTest } from '../../test/people-under-test.ts'
import { membership as service } from '../service.ts'

const membership = testService(service)
const given = peopleUnderTest(membership)
const scopes = ['subscriptions:write', 'sharing:read', 'sharing:write'] as const

let n = 0
let client: string
let as: string
let urn: string
let agreementId: string
/** The head, through the national body's software. */
let asHead: string
beforeEach(async () => {
  n += 1
  client = `mis-${n}`
  as = await token({ client, kind: 'mis-vendor', scopes })
  urn = await given.school()
  agreementId = await given.sharing(client, { urn })
  await sql`update sharing_agreement set data_classes = '{people,roles}' where id = ${agreementId}`.execute(membership.sql)
  const head = await given.person()
  await given.employment(head.id, [urn], { staffCategory: 'head-teacher' })
  asHead = await token({ client: 'national-body', kind: 'national-body', scopes, person: head.id })
})
type Row = { recipientRef: string; trn?: string; payrollNumber?: string; workEmail?: string }
const match = async (rows: readonly Row[], who = as) => (await membership.ask(MatchStaff, { urn, rows: [...rows] }, { as: who })).outcomes
const list = async (who = as) => (await membership.ask(ListStaffMatches, { urn }, { as: who })).items
const teacher = async (said: object = {}, employed: object = {}) => {
  const person = await given.person('Rowe', said)
  await given.employment(person.id, [urn], employed)
  return person.id
}

describe('a row', () => {
  test('is matched by TRN, payroll number or verified address, and each match is said, with the reference and no identifier', async () => {
    const trn = newTrn()
    const people = [
      await teacher({ trn }),
      await teacher({}, { payrollNumber: `P${n}` }),
      await teacher({ emails: [{ address: `jo${n}@school.example`, verified: true }] }),
    ]
    const outcomes = await match([
      { recipientRef: 'a', trn },
      { recipientRef: 'b', payrollNumber: `P${n}` },
      { recipientRef: 'c', workEmail: `JO${n}@school.example` },
      { recipientRef: 'd', trn: newTrn() },
    ])
    expect(outcomes).toEqual([
      { recipientRef: 'a', outcome: 'matched', personId: people[0], matchedBy: 'trn' },
      { recipientRef: 'b', outcome: 'matched', personId: people[1], matchedBy: 'payroll-number' },
      { recipientRef: 'c', outcome: 'matched', personId: people[2], matchedBy: 'work-email' },
      { recipientRef: 'd', outcome: 'none' },
    ])
    const matchId = (await list())[0]!.id
    const [said] = await membership.emitted(StaffMatched, matchId)
    expect(said!.data).toEqual({ matchId, clientId: client, urn, recipientRef: 'a', personId: people[0], matchedBy: 'trn' })
    const { rows } = await sql<{ kept: string }>`select to_jsonb(m)::text as kept from staff_match m where urn = ${urn}`.execute(
      membership.sql,
    )
    for (const { kept } of rows) for (const identifier of [trn, `P${n}`, `jo${n}@`]) expect(kept).not.toContain(identifier)
  })

  test('is not matched by a name, an address that nobody verified, or another employer’s payroll number', async () => {
    await teacher({ emails: [{ address: `un${n}@school.example`, verified: false }] })
    const elsewhere = await given.school()
    const person = await given.person()
    await given.employment(person.id, [elsewhere], { payrollNumber: `X${n}` })
    await given.employment(person.id, [urn])
    expect(
      (
        await match([
          { recipientRef: 'a', workEmail: `un${n}@school.example` },
          { recipientRef: 'b', payrollNumber: `X${n}` },
        ])
      ).map(({ outcome }) => outcome),
    ).toEqual(['none', 'none'])
    const named = { recipientRef: 'c', payrollNumber: `X${n}`, employer: { kind: 'governing-body', reference: elsewhere } }
    expect(await match([named as Row])).toMatchObject([{ outcome: 'matched', personId: person.id }])
    expect(await membership.refusal(MatchStaff, { urn, rows: [{ recipientRef: 'a', name: 'Jo Rowe' }] }, { as })).toMatchObject({
      status: 400,
    })
  })

  test('finds nobody who is not of the school, nor who is left out: both look alike', async () => {
    const [away, hidden] = [newTrn(), newTrn()]
    const person = await given.person('Rowe', { trn: away })
    await given.employment(person.id, [await given.school()])
    await given.leftOut(agreementId, await teacher({ trn: hidden }))
    expect(
      await match([
        { recipientRef: 'a', trn: away },
        { recipientRef: 'b', trn: hidden },
      ]),
    ).toEqual([
      { recipientRef: 'a', outcome: 'none' },
      { recipientRef: 'b', outcome: 'none' },
    ])
    expect(await list()).toEqual([])
  })

  test('that fits two people is in doubt, and who they are is the signatory’s to know', async () => {
    const trn = newTrn()
    const people = [await teacher({ trn }), await teacher({}, { payrollNumber: `D${n}` })]
    expect(await match([{ recipientRef: 'a', trn, payrollNumber: `D${n}` }])).toEqual([{ recipientRef: 'a', outcome: 'ambiguous' }])
    const [own] = await list()
    expect(own).toMatchObject({ state: 'ambiguous', recipientRef: 'a' })
    expect(own).not.toHaveProperty('candidates')
    expect((await list(asHead))[0]!.candidates).toEqual([...people].sort())
    expect(await membership.emitted(StaffMatchUnclear, own!.id)).toMatchObject([{ data: { candidates: 2 } }])
    // The same list again says nothing again.
    await match([{ recipientRef: 'a', trn, payrollNumber: `D${n}` }])
    expect(await membership.emitted(StaffMatchUnclear, own!.id)).toHaveLength(1)
    // And one that fits nobody any more leaves nothing to settle.
    expect(await match([{ recipientRef: 'a' }])).toEqual([{ recipientRef: 'a', outcome: 'none' }])
    expect(await list()).toEqual([])
  })

  test('for somebody who has another reference is in doubt', async () => {
    const trn = newTrn()
    await teacher({ trn })
    expect(
      (
        await match([
          { recipientRef: 'a', trn },
          { recipientRef: 'b', trn },
        ])
      ).map(({ outcome }) => outcome),
    ).toEqual(['matched', 'ambiguous'])
    expect(
      (
        await match([
          { recipientRef: 'b', trn },
          { recipientRef: 'a', trn },
        ])
      ).map(({ outcome }) => outcome),
    ).toEqual(['ambiguous', 'matched'])
  })

  test('that was matched and now finds somebody else is in doubt until the list is right again', async () => {
    const [trn, other] = [newTrn(), newTrn()]
    const person = await teacher({ trn })
    await teacher({ trn: other })
    await match([{ recipientRef: 'a', trn }])
    const again = { recipientRef: 'a', trn: other }
    expect(await match([again])).toMatchObject([{ outcome: 'ambiguous' }])
    expect(await match([again])).toMatchObject([{ outcome: 'ambiguous' }])
    expect(await match([{ recipientRef: 'a', trn }])).toMatchObject([{ outcome: 'matched', personId: person }])
    const [kept] = await list()
    expect(await membership.emitted(StaffMatched, kept!.id)).toHaveLength(2)
  })

  test('of a list that comes twice at once is matched once', async () => {
    const trns = Array.from({ length: 20 }, newTrn)
    for (const trn of trns) await teacher({ trn })
    const rows = trns.map((trn, index) => ({ recipientRef: `r${index}`, trn }))
    const answers = await Promise.all([match(rows), match(rows), match(rows)])
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
    const { rows: said } = await sql`select from event where name = ${StaffMatched.name} and data ->> 'clientId' = ${client}`.execute(
      membership.sql,
    )
    expect(said).toHaveLength(20)
  })
})

describe('a list is refused', () => {
  test('that names a reference twice', async () => {
    expect(await membership.refusal(MatchStaff, { urn, rows: [{ recipientRef: 'a' }, { recipientRef: 'a' }] }, { as })).toMatchObject({
      status: 422,
      type: '/problems/staff-ref-repeated',
      recipientRefs: ['a'],
    })
  })

  test('of a school that shares no roles with the client, as of one that there is not', async () => {
    const unknown = { status: 404, type: '/problems/no-such-shared-school' }
    const rows = [{ recipientRef: 'a' }]
    const people = await given.school({ sharesWith: [client] })
    for (const at of [people, await given.school(), '123456'])
      expect(await membership.refusal(MatchStaff, { urn: at, rows }, { as })).toMatchObject(unknown)
    expect(await membership.refusal(MatchStaff, { urn, rows }, { as: asHead })).toMatchObject(unknown)
    const person = await token({ client, kind: 'mis-vendor', scopes, person: await teacher() })
    expect(await membership.refusal(MatchStaff, { urn, rows }, { as: person })).toMatchObject(unknown)
    const stranger = await token({ client: 'stranger', scopes })
    expect(await membership.refusal(ListStaffMatches, { urn }, { as: stranger })).toMatchObject(unknown)
  })

  test('with a reference that could be a name or an address', async () => {
    for (const recipientRef of ['Jo Rowe', 'jo@school.example', '', 'x'.repeat(65)])
      expect(await membership.refusal(MatchStaff, { urn, rows: [{ recipientRef }] }, { as })).toMatchObject({ status: 400 })
  })
})

describe('the signatory', () => {
  let matchId: string
  let people: string[]
  beforeEach(async () => {
    const trn = newTrn()
    people = [await teacher({ trn }), await teacher({}, { payrollNumber: `S${n}` })]
    await match([{ recipientRef: 'a', trn, payrollNumber: `S${n}` }])
    matchId = (await list())[0]!.id
  })

  test('settles what is in doubt, and no later list changes that', async () => {
    const settled = await membership.ask(SettleStaffMatch, { matchId, personId: people[1]! }, { as: asHead })
    expect(settled).toMatchObject({ state: 'matched', personId: people[1], matchedBy: 'signatory', version: 2 })
    expect(await membership.emitted(StaffMatched, matchId)).toMatchObject([{ data: { personId: people[1], matchedBy: 'signatory' } }])
    expect(await match([{ recipientRef: 'a', payrollNumber: `S${n}` }])).toMatchObject([{ outcome: 'matched', personId: people[1] }])
    expect(await membership.ask(SettleStaffMatch, { matchId, personId: people[1]! }, { as: asHead })).toMatchObject({ version: 2 })
    expect(await membership.refusal(SettleStaffMatch, { matchId, personId: people[0]! }, { as: asHead, expectedVersion: 1 })).toMatchObject(
      { status: 412 },
    )
  })

  test('unlinks, and no later list links it again', async () => {
    await membership.ask(SettleStaffMatch, { matchId, personId: people[1]! }, { as: asHead })
    expect(await membership.ask(UnlinkStaffMatch, { matchId }, { as: asHead })).toMatchObject({ state: 'unlinked' })
    expect(await membership.emitted(StaffUnlinked, matchId)).toHaveLength(1)
    expect(await match([{ recipientRef: 'a', payrollNumber: `S${n}` }])).toEqual([{ recipientRef: 'a', outcome: 'none' }])
    expect(await list()).toEqual([])
    expect(await list(asHead)).toMatchObject([{ state: 'unlinked' }])
    expect(await membership.refusal(UnlinkStaffMatch, { matchId }, { as: asHead })).toMatchObject({
      status: 409,
      type: '/problems/staff-match-not-linked',
      state: 'unlinked',
    })
    expect(await membership.ask(SettleStaffMatch, { matchId, personId: people[0]! }, { as: asHead })).toMatchObject({ personId: people[0] })
  })

  test('chooses among the school’s people whom the client may see, each with one reference', async () => {
    const notOne = { status: 422, type: '/problems/not-a-candidate' }
    const hidden = await teacher()
    await given.leftOut(agreementId, hidden)
    const elsewhere = await given.person()
    await given.employment(elsewhere.id, [await given.school()])
    for (const personId of [hidden, elsewhere.id, newId()])
      expect(await membership.refusal(SettleStaffMatch, { matchId, personId }, { as: asHead })).toMatchObject(notOne)
    const trn = newTrn()
    const other = await teacher({ trn })
    await match([{ recipientRef: 'b', trn }])
    expect(await membership.refusal(SettleStaffMatch, { matchId, personId: other }, { as: asHead })).toMatchObject({
      status: 409,
      type: '/problems/person-has-reference',
      matchId: expect.any(String),
    })
  })

  test('and nobody else: not the client, not through its software, not another school’s signatory', async () => {
    for (const [operation, more] of [
      [SettleStaffMatch, { personId: people[0]! }],
      [UnlinkStaffMatch, {}],
    ] as const) {
      const refused = (who: string, id = matchId) =>
        membership.refusal(operation as typeof UnlinkStaffMatch, { matchId: id, ...more }, { as: who })
      expect(await refused(as)).toMatchObject({ status: 403, type: '/problems/needs-person' })
      const head = (
        await sql<{ id: string }>`select person_id as id from school_signatories(${urn}, ${dayInLondon(new Date())}::date)`.execute(
          membership.sql,
        )
      ).rows[0]!.id
      expect(await refused(await token({ client, kind: 'mis-vendor', scopes, person: head }))).toMatchObject({
        status: 403,
        type: '/problems/signed-through-recipient',
      })
      const other = await given.person()
      await given.employment(other.id, [await given.school()], { staffCategory: 'head-teacher' })
      const stranger = await token({ client: 'national-body', kind: 'national-body', scopes, person: other.id })
      expect(await refused(stranger)).toMatchObject({ status: 404, type: '/problems/no-such-staff-match' })
      expect(await refused(asHead, newId())).toMatchObject({ status: 404, type: '/problems/no-such-staff-match' })
    }
  })
})

test('references go with the people to the school that carries the other on', async () => {
  const trn = newTrn()
  const person = await teacher({ trn })
  await match([{ recipientRef: 'a', trn }])
  const successorUrn = await given.school()
  const register = await token({ kind: 'national-body', scopes: ['register:write', 'national-body'] })
  await membership.ask(DecideSuccession, { urn, successorUrn, firstDay: dayInLondon(new Date()), reason: 'It carries on.' } as never, {
    as: register,
  })
  await membership.idle()
  const { rows } = await sql`select urn, person_id from staff_match where client_id = ${client}`.execute(membership.sql)
  expect(rows).toEqual([{ urn: successorUrn, person_id: person }])
})

test('a person’s copy shows by whom they are known; erased, nobody knows them any more', async () => {
  const trn = newTrn()
  const person = await teacher({ trn })
  await match([{ recipientRef: 'a', trn }])
  /** Another client, whose match the signatory unlinks before. */
  const other = async () => {
    const second = await token({ client: `second-${n}`, kind: 'mis-vendor', scopes })
    const { rows } = await sql`select from shared_school where client_id = ${`second-${n}`}`.execute(membership.sql)
    if (rows.length === 0) {
      const id = await given.sharing(`second-${n}`, { urn })
      await sql`update sharing_agreement set data_classes = '{roles}' where id = ${id}`.execute(membership.sql)
    }
    return second
  }
  await match([{ recipientRef: 'zeta', trn }], await other())
  const unlinked = (await list(asHead)).find(({ recipientRef }) => recipientRef === 'zeta')!
  await membership.ask(UnlinkStaffMatch, { matchId: unlinked.id }, { as: asHead })
  const national = await token({ kind: 'national-body', scopes: ['people:read', 'people:write', 'national-body'] })
  const copy = await membership.ask(GetCopyOfPersonalData, { personId: person }, { as: national })
  expect(copy.held).toContainEqual({ what: 'staff-match', records: [expect.objectContaining({ clientId: client, recipientRef: 'a' })] })
  await membership.ask(AskForErasure, { personId: person }, { as: national })
  expect(await list()).toEqual([])
  const { rows } = await sql`
    select from event where aggregate = 'staff-match' and data ->> 'personId' = ${person} and data ? 'recipientRef'`.execute(membership.sql)
  expect(rows).toEqual([])
})

/** Credit for what was recognised: proposed by its holder, submitted, and decided by the institution. */
import {
  CreditAccepted,
  CreditDeclined,
  DecideClaim,
  GetClaim,
  GetPortfolio,
  ListClaims,
  ProposeCredit,
  RevokeAward,
  SubmitClaim,
  WithdrawClaim,
} from '@nlc/contracts/recognition'
import { givenPartner } from '@nlc/known/under-test'
import { newId } from '@nlc/runtime'
import { beforeEach, expect, test } from 'vitest'
import { type AwardedUnderTest, givenAward } from '../../test/awarded-under-test.ts'
import { acting, givenPerson, recognitionUnderTest } from '../../test/recognition-under-test.ts'

const recognition = recognitionUnderTest()
let award: AwardedUnderTest
let as: string
let organisationId: string
let registrar: string
beforeEach(async () => {
  award = await givenAward(recognition)
  as = award.as
  const partner = await givenPartner(recognition)
  organisationId = partner.organisationId
  registrar = await acting(partner.personId)
})

const propose = async () => recognition.ask(ProposeCredit, { awardId: award.awardId, organisationId, statement: 'For the module.' }, { as })
const refused = async (...[operation, input, by = as]: [Parameters<typeof recognition.refusal>[0], object, string?]) =>
  (await recognition.refusal(operation, input, { as: by })).type.replace('/problems/', '')
const credit = { credits: 30, level: 7, module: 'Practitioner enquiry' }

test('proposed, submitted, accepted with credits and a level; the institution sees it, and the portfolio, once it is submitted', async () => {
  const { id: claimId } = await propose()
  expect(await refused(GetClaim, { claimId }, registrar)).toBe('no-such-claim')
  expect(await refused(GetPortfolio, { portfolioId: award.portfolioId }, registrar)).toBe('no-such-portfolio')
  expect(await refused(DecideClaim, { claimId, decision: 'accepted', credit }, registrar)).toBe('no-such-claim')
  expect(await recognition.ask(SubmitClaim, { claimId }, { as })).toMatchObject({ state: 'submitted', version: 2 })
  expect((await recognition.ask(ListClaims, {}, { as: registrar })).items.map(({ id }) => id)).toEqual([claimId])
  expect(await recognition.ask(GetPortfolio, { portfolioId: award.portfolioId }, { as: registrar })).toMatchObject({ state: 'awarded' })
  expect(await refused(DecideClaim, { claimId, decision: 'accepted' }, registrar)).toBe('credit-decision-incomplete')
  expect(await refused(DecideClaim, { claimId, decision: 'declined', credit }, registrar)).toBe('credit-decision-incomplete')
  expect(await refused(DecideClaim, { claimId, decision: 'accepted', credit })).toBe('no-such-claim')
  expect(await recognition.ask(DecideClaim, { claimId, decision: 'accepted', credit }, { as: registrar })).toMatchObject({
    state: 'accepted',
    credit,
  })
  expect((await recognition.emitted(CreditAccepted, claimId)).map(({ data }) => [data.credits, data.level])).toEqual([[30, 7]])
  expect(await refused(WithdrawClaim, { claimId })).toBe('claim-not-in-state')
})

test('declined with a reason, it can be claimed anew; withdrawn, nobody decides on it', async () => {
  const { id: claimId } = await propose()
  expect(await refused(ProposeCredit, { awardId: award.awardId, organisationId })).toBe('claimed-already')
  await recognition.ask(SubmitClaim, { claimId }, { as })
  expect(await recognition.ask(DecideClaim, { claimId, decision: 'declined', reason: 'No such module.' }, { as: registrar })).toMatchObject(
    { state: 'declined', reason: 'No such module.' },
  )
  expect(await recognition.emitted(CreditDeclined, claimId)).toHaveLength(1)
  expect(await refused(GetPortfolio, { portfolioId: award.portfolioId }, registrar)).toBe('no-such-portfolio')
  const { id: again } = await propose()
  await recognition.ask(SubmitClaim, { claimId: again }, { as })
  await recognition.ask(WithdrawClaim, { claimId: again }, { as })
  expect(await refused(DecideClaim, { claimId: again, decision: 'accepted', credit }, registrar)).toBe('no-such-claim')
})

test('only the holder claims, only at a higher education institution, only for what stands', async () => {
  expect(await refused(ProposeCredit, { awardId: award.awardId, organisationId: newId() })).toBe('not-an-institution')
  const { organisationId: charity } = await givenPartner(recognition, 'community-group')
  expect(await refused(ProposeCredit, { awardId: award.awardId, organisationId: charity })).toBe('not-an-institution')
  const stranger = await acting(await givenPerson(recognition))
  expect(await refused(ProposeCredit, { awardId: award.awardId, organisationId }, stranger)).toBe('no-such-award')
  const { id: claimId } = await propose()
  expect(await refused(SubmitClaim, { claimId }, stranger)).toBe('no-such-claim')
  await recognition.ask(SubmitClaim, { claimId }, { as })
  await recognition.ask(RevokeAward, { awardId: award.awardId, reason: 'misconduct' }, { as: await acting(award.leaderId) })
  expect(await refused(DecideClaim, { claimId, decision: 'accepted', credit }, registrar)).toBe('award-does-not-stand')
  expect(await refused(ProposeCredit, { awardId: award.awardId, organisationId: newId() })).toBe('award-does-not-stand')
})

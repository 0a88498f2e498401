import {
  DecideStaffReturn,
  EmploymentCorrected,
  StaffReturnAccepted,
  StaffReturnHeld,
  StaffReturnRejected,
} from '@nlc/contracts/membership'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { describe, expect, test } from 'vitest'
import { client, nationalBody, peopleUnderTest } from '../../test/people-under-test.ts'
import { item, schoolWithMis, terms, today } from '../../test/returns-under-test.ts'
import { plusDays } from '../employments/day.ts'
import { membership as service } from '../service.ts'

const membership = testService(service)
const _given = peopleUnderTest(membership)
const school = () => schoolWithMis(membership)

describe('more than a tenth ending at once', () => {
  const leaving = async () => {
    const here = await school()
    const items = Array.from({ length: 10 }, (_, n) => item(`${n}`))
    await here.send(items)
    const fewer = items.map((one, n) => (n < 2 ? { ...one, employment: { ...terms, lastDay: plusDays(today(), -1) } } : one))
    const held = await here.send(fewer)
    return { ...here, held, items, fewer }
  }

  test('waits as a whole for confirmation, and takes effect with it', async () => {
    const { urn, as, held, staff, send, items } = await leaving()
    expect(held).toMatchObject({ state: 'awaiting-confirmation', counts: { ended: 2, unchanged: 8 } })
    expect((await membership.emitted(StaffReturnHeld, held.id)).map(({ data }) => [data.ending, data.current])).toEqual([[2, 10]])
    expect(await staff()).toHaveLength(10)
    const stranger = await client(newId())
    expect(await membership.refusal(DecideStaffReturn, { urn, returnId: held.id! }, { as: stranger })).toMatchObject({
      type: '/problems/no-such-staff-return',
    })
    const confirmed = await membership.ask(DecideStaffReturn, { urn, returnId: held.id! }, { as })
    expect(confirmed).toMatchObject({ id: held.id, state: 'accepted', counts: { ended: 2 } })
    expect(await staff()).toHaveLength(8)
    expect(await membership.emitted(StaffReturnAccepted, held.id)).toHaveLength(1)
    expect(await membership.refusal(DecideStaffReturn, { urn, returnId: held.id! }, { as })).toMatchObject({
      status: 409,
      type: '/problems/return-does-not-wait',
    })
    // Sent as if nothing had happened, the MIS still has them: that takes the end back.
    const back = await send(items)
    expect(back.counts.changed).toBe(2)
    expect(await membership.emitted(EmploymentCorrected, back.outcomes[0]!.employmentId)).toHaveLength(1)
  })

  test('rejected, it changes nothing; a later return takes the place of one that waits', async () => {
    const { urn, as, held, staff, send, fewer } = await leaving()
    expect(await membership.ask(DecideStaffReturn, { urn, returnId: held.id!, decision: 'reject' }, { as })).toMatchObject({
      state: 'rejected',
    })
    expect(await membership.emitted(StaffReturnRejected, held.id)).toHaveLength(1)
    const again = await send(fewer)
    const last = await send(fewer)
    expect(await membership.refusal(DecideStaffReturn, { urn, returnId: again.id! }, { as })).toMatchObject({
      type: '/problems/return-does-not-wait',
    })
    expect(await staff()).toHaveLength(10)
    await membership.ask(DecideStaffReturn, { urn, returnId: last.id! }, { as: await nationalBody() })
    expect(await staff()).toHaveLength(8)
  })
})

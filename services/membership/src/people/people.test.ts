import {
  ChangePerson,
  EndEmployment,
  GetPerson,
  ListPeople,
  LookUpPeople,
  PersonChanged,
  PersonRegistered,
  RegisterPerson,
} from '@nlc/contracts/membership'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { describe, expect, test } from 'vitest'
import { client, nationalBody, newTrn, peopleUnderTest } from '../../test/people-under-test.ts'
import { plusDays } from '../employments/day.ts'
import { membership as service } from '../service.ts'

const membership = testService(service)
const given = peopleUnderTest(membership)

describe('registering', () => {
  test('makes one event, with nothing personal in it', async () => {
    const trn = newTrn()
    const person = await given.person('Öst', { trn, emails: [{ address: 'Jo.Ost@abbey.example', verified: true }] })
    expect(person).toMatchObject({
      state: 'registered',
      version: 1,
      trn,
      name: { given: 'Jo', family: 'Öst' },
      emails: [{ address: 'Jo.Ost@abbey.example', verified: true }],
    })
    const events = await membership.emitted(PersonRegistered, person.id)
    expect(events.map(({ data }) => data)).toEqual([{ personId: person.id }])
  })

  test('a TRN and a verified address belong to one record', async () => {
    const trn = newTrn()
    await given.person('Rowe', { trn, emails: [{ address: 'one@abbey.example', verified: true }] })
    const as = await nationalBody()
    const name = { family: 'Other' }
    expect(await membership.refusal(RegisterPerson, { name, trn }, { as })).toMatchObject({ status: 409, type: '/problems/trn-taken' })
    const emails = [{ address: 'ONE@abbey.example', verified: true }]
    expect(await membership.refusal(RegisterPerson, { name, emails }, { as })).toMatchObject({ type: '/problems/email-taken' })
    await membership.ask(RegisterPerson, { name, emails: [{ address: 'one@abbey.example', verified: false }] }, { as })
  })

  test('0000000 is no TRN, and an address that comes twice is one', async () => {
    const as = await nationalBody()
    expect(await membership.refusal(RegisterPerson, { name: { family: 'X' }, trn: '0000000' }, { as })).toMatchObject({ status: 400 })
    const person = await given.person('X', {
      emails: [
        { address: 'a@b.example', verified: false },
        { address: 'A@B.example', verified: true },
      ],
    })
    expect(person.emails).toEqual([{ address: 'a@b.example', verified: true }])
  })

  test('acting for somebody who signs nowhere registers nobody', async () => {
    const vendor = newId()
    const urn = await given.school({ sharesWith: [vendor] })
    const teacher = await given.staff(urn, vendor)
    expect(await membership.refusal(RegisterPerson, { name: { family: 'X' } }, { as: teacher.as })).toMatchObject({
      type: '/problems/no-such-person',
    })
    const head = await given.staff(urn, vendor, 'head-teacher')
    await membership.ask(RegisterPerson, { name: { family: 'X' } }, { as: head.as })
  })
})

describe('changing', () => {
  test('says what changed, and nothing where nothing did', async () => {
    const person = await given.person()
    const as = await nationalBody()
    const same = await membership.ask(ChangePerson, { personId: person.id, name: { given: 'Jo', family: 'Rowe' }, emails: [] }, { as })
    expect(same.version).toBe(1)
    expect(await membership.emitted(PersonChanged, person.id)).toEqual([])
    const changed = await membership.ask(
      ChangePerson,
      { personId: person.id, name: { family: 'Rowe-Hill' }, emails: [{ address: 'j@x.example', verified: false }] },
      { as, expectedVersion: 1 },
    )
    expect(changed).toMatchObject({ version: 2, name: { family: 'Rowe-Hill' } })
    expect(changed.name).not.toHaveProperty('given')
    expect((await membership.emitted(PersonChanged, person.id)).map(({ data }) => data.what)).toEqual([['name', 'emails']])
    const onlyEmails = await membership.ask(ChangePerson, { personId: person.id, emails: [] }, { as })
    expect(onlyEmails).toMatchObject({ version: 3, emails: [] })
  })

  test('a stale version is refused', async () => {
    const person = await given.person()
    const as = await nationalBody()
    const stale = await membership.refusal(ChangePerson, { personId: person.id, name: { family: 'X' } }, { as, expectedVersion: 7 })
    expect(stale).toMatchObject({ status: 412, version: 1 })
  })

  test('a client adds a missing TRN; only the national body replaces or removes one', async () => {
    const vendor = newId()
    const as = await client(vendor)
    const person = await given.person('Rowe', {}, as)
    const [first, second] = [newTrn(), newTrn()]
    await membership.ask(ChangePerson, { personId: person.id, trn: first }, { as })
    expect(await membership.refusal(ChangePerson, { personId: person.id, trn: second }, { as })).toMatchObject({
      type: '/problems/trn-kept',
    })
    expect(await membership.refusal(ChangePerson, { personId: person.id, trn: null }, { as })).toMatchObject({ type: '/problems/trn-kept' })
    const removed = await membership.ask(ChangePerson, { personId: person.id, trn: null }, { as: await nationalBody() })
    expect(removed).not.toHaveProperty('trn')
    await given.person('Other', { trn: second })
    expect(await membership.refusal(ChangePerson, { personId: person.id, trn: second }, { as })).toMatchObject({
      type: '/problems/trn-taken',
    })
  })

  test('a person changes their own record, a colleague does not, the head of their school does', async () => {
    const vendor = newId()
    const urn = await given.school({ sharesWith: [vendor] })
    const [teacher, colleague, head] = [
      await given.staff(urn, vendor),
      await given.staff(urn, vendor),
      await given.staff(urn, vendor, 'head-teacher'),
    ]
    const change = { personId: teacher.person.id, name: { given: 'Joanne', family: 'Rowe' } }
    expect(await membership.refusal(ChangePerson, change, { as: colleague.as })).toMatchObject({ type: '/problems/no-such-person' })
    await membership.ask(ChangePerson, change, { as: teacher.as })
    await membership.ask(ChangePerson, { ...change, name: { family: 'Rowe' } }, { as: head.as })
  })
})

describe('seeing', () => {
  test('what may not be seen looks exactly like what is not there', async () => {
    const [vendor, stranger] = [newId(), newId()]
    const urn = await given.school({ sharesWith: [vendor] })
    const { person } = await given.staff(urn, vendor)
    expect(await membership.ask(GetPerson, { personId: person.id }, { as: await client(vendor) })).toEqual(person)
    const unseen = await membership.refusal(GetPerson, { personId: person.id }, { as: await client(stranger) })
    const absent = await membership.refusal(GetPerson, { personId: newId() }, { as: await client(stranger) })
    expect(unseen).toEqual(absent)
  })

  test('up to 200 ids are resolved at once; unknown and unseen ones come back alike', async () => {
    const vendor = newId()
    const urn = await given.school({ sharesWith: [vendor] })
    const { person: seen } = await given.staff(urn, vendor)
    const unseen = await given.person()
    const unknown = newId()
    const answer = await membership.ask(LookUpPeople, { personIds: [seen.id, unseen.id, unknown] }, { as: await client(vendor) })
    expect(answer).toEqual({ items: [seen], merged: [], notFound: [unseen.id, unknown] })
    const tooMany = { personIds: Array.from({ length: 201 }, newId) }
    expect(await membership.refusal(LookUpPeople, tooMany, { as: await client(vendor) })).toMatchObject({ status: 400 })
  })

  test('a client sees whom it registered until they have a place', async () => {
    const [vendor, other] = [newId(), newId()]
    const person = await given.person('Visitor', {}, await client(vendor))
    await membership.ask(GetPerson, { personId: person.id }, { as: await client(vendor) })
    await membership.refusal(GetPerson, { personId: person.id }, { as: await client(other) })
    await given.employment(person.id, [await given.school()])
    await membership.refusal(GetPerson, { personId: person.id }, { as: await client(vendor) })
  })
})

describe('the list of people', () => {
  const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id)

  test('goes through the whole view, page by page, each person once', async () => {
    const vendor = newId()
    const [a, b] = [await given.school({ sharesWith: [vendor] }), await given.school({ sharesWith: [vendor] })]
    const staff = [await given.staff(a, vendor), await given.staff(a, vendor), await given.staff(b, vendor)].map(({ person }) => person.id)
    const governor = await given.person('Governor')
    await given.term(governor.id, b)
    await given.employment(staff[0]!, [b])
    const visitor = await given.person('Visitor', {}, await client(vendor))
    const as = await client(vendor)
    const found: string[] = []
    let after: string | undefined
    do {
      const page = await membership.ask(ListPeople, { limit: 2, after }, { as })
      found.push(...ids(page.items))
      after = page.next
    } while (after)
    expect(found).toEqual([...staff, governor.id, visitor.id].sort())
    expect(ids((await membership.ask(ListPeople, { urn: b }, { as })).items)).toEqual([staff[0]!, staff[2]!, governor.id].sort())
    expect((await membership.ask(ListPeople, { urn: await given.school() }, { as })).items).toEqual([])
    expect(await membership.refusal(ListPeople, { after: 'x' }, { as })).toMatchObject({ status: 400, type: '/problems/invalid-input' })
    const forged = Buffer.from(JSON.stringify(["'; drop"])).toString('base64url')
    expect(await membership.refusal(ListPeople, { after: forged }, { as })).toMatchObject({ status: 400, type: '/problems/invalid-input' })
  })

  test('followed, names who changed or came, and as gone who left: by their last day, a withdrawal, or being left out', async () => {
    const vendor = newId()
    const [a, b, apart] = [await given.school(), await given.school(), await given.school()]
    const sharing = { a: await given.sharing(vendor, { urn: a }), b: await given.sharing(vendor, { urn: b }) }
    const here = async (urn: string) => (await given.staff(urn, vendor)).person.id
    const [stays, changes, withdrawn, excluded, unseen] = [await here(b), await here(b), await here(a), await here(b), await here(apart)]
    const ends = await given.staff(b, vendor)
    const as = await client(vendor)
    const since = new Date().toISOString()
    expect(ids((await membership.ask(ListPeople, {}, { as })).items)).toHaveLength(5)

    for (const personId of [changes, unseen])
      await membership.ask(ChangePerson, { personId, name: { family: 'Changed' } }, { as: await nationalBody() })
    const arrives = await here(b)
    const moves = await here(apart)
    await given.employment(moves, [b])
    await given.withdrawal(sharing.a)
    await membership.ask(
      EndEmployment,
      { employmentId: ends.employment.id, lastDay: '2025-01-31', reason: 'left' },
      { as: await nationalBody() },
    )
    await given.leftOut(sharing.b, excluded)

    const followed = await membership.ask(ListPeople, { updatedSince: since }, { as })
    expect(ids(followed.items)).toEqual([changes, arrives, moves].sort())
    expect(followed.gone).toEqual([withdrawn, ends.person.id, excluded].sort())
    expect(ids(followed.items)).not.toContain(stays)
    expect(Date.parse(followed.updatedUntil)).toBeLessThan(Date.now() - 20_000)
    const paged = await membership.ask(ListPeople, { updatedSince: since, limit: 1 }, { as })
    const second = await membership.ask(ListPeople, { updatedSince: since, limit: 1, after: paged.next! }, { as })
    expect([paged.gone?.length, second.gone]).toEqual([3, undefined])
    const leavers = await membership.ask(ListPeople, { updatedSince: since, urn: b }, { as: await nationalBody() })
    expect(leavers.gone).toEqual([ends.person.id])
  })

  test('followed, names as gone whose last day has passed, though nobody recorded anything', async () => {
    const vendor = newId()
    const urn = await given.school({ sharesWith: [vendor] })
    const person = await given.person()
    const lastDay = plusDays(new Date().toISOString().slice(0, 10), 1)
    await given.employment(person.id, [urn], { lastDay })
    const since = new Date().toISOString()
    const as = await client(vendor)
    expect((await membership.ask(ListPeople, { updatedSince: since }, { as })).gone).toEqual([])
    await membership.clock.advance({ days: 3 })
    expect((await membership.ask(ListPeople, { updatedSince: since }, { as })).gone).toEqual([person.id])
  })
})

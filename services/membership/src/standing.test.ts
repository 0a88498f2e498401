import { GetPerson, ListEmployments, ListPeople, MergePeople } from '@nlc/contracts/membership'
import { type Caller, newId } from '@nlc/runtime'
import { testService, token } from '@nlc/testing'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { acting, client, nationalBody, peopleUnderTest } from '../test/people-under-test.ts'
import { plusDays } from './employments/day.ts'
import { membership as service } from './service.ts'
import { actingPerson, holds, isCoLeaderOf, isSignatoryOf, mayKeep, seesGroup, seesPerson, seesSchool } from './standing.ts'

const membership = testService(service)
const given = peopleUnderTest(membership)
const today = new Date().toISOString().slice(0, 10)
const caller = (id: string, person?: string): Caller => ({
  client: id,
  kind: 'integrator',
  person,
  scopes: new Set(['people:read', 'people:write']),
})
const national = (person?: string): Caller => ({ client: 'nb', kind: 'national-body', person, scopes: new Set(['national-body']) })
const sees = (who: Caller, personId: string, day = today) => holds(membership.sql, seesPerson(who, personId, day))

describe('a client sees', () => {
  test('those who work at or govern a school that shares with it, now or to come, and nobody else', async () => {
    const id = newId()
    const [shared, apart] = [await given.school({ sharesWith: [id] }), await given.school()]
    const works = (await given.staff(shared, id)).person.id
    const [governs, left, comes, elsewhere] = [await given.person(), await given.person(), await given.person(), await given.person()]
    await given.term(governs.id, shared)
    await given.employment(left.id, [shared], { lastDay: plusDays(today, -1) })
    await given.employment(comes.id, [shared], { firstDay: plusDays(today, 100) })
    await given.employment(elsewhere.id, [apart])
    const seen = await Promise.all([works, governs.id, left.id, comes.id, elsewhere.id].map((personId) => sees(caller(id), personId)))
    expect(seen).toEqual([true, true, false, true, false])
    expect(await sees(caller(newId()), works)).toBe(false)
    expect(await sees(national(), left.id)).toBe(true)
    expect(await sees(caller(id), left.id, plusDays(today, -1))).toBe(true)
  })

  test('a trust’s own team where each of the trust’s schools shares with it', async () => {
    const id = newId()
    const [a, b] = [await given.school({ sharesWith: [id] }), await given.school()]
    const trust = await given.trust([a, b])
    const person = await given.person()
    await given.employment(person.id, [], { employer: { kind: 'trust', reference: trust } })
    const group = () => holds(membership.sql, seesGroup(caller(id), trust, today))
    expect([await sees(caller(id), person.id), await group()]).toEqual([false, false])
    await given.sharing(id, { urn: b })
    expect([await sees(caller(id), person.id), await group()]).toEqual([true, true])
    const empty = await given.trust([])
    expect(await holds(membership.sql, seesGroup(caller(id), empty, today))).toBe(false)
    const whole = newId()
    await given.sharing(whole, { groupId: trust })
    expect(await sees(caller(whole), person.id)).toBe(true)
  })

  test('nobody who is left out: no read shows a trace', async () => {
    const id = newId()
    const urn = await given.school()
    const agreement = await given.sharing(id, { urn })
    const { person } = await given.staff(urn, id)
    await given.leftOut(agreement, person.id)
    const as = await client(id)
    expect(await membership.refusal(GetPerson, { personId: person.id }, { as })).toEqual(
      await membership.refusal(GetPerson, { personId: newId() }, { as }),
    )
    expect((await membership.ask(ListEmployments, { urn }, { as })).items).toEqual([])
  })
})

describe('a client that acts for a person', () => {
  test('is answered only where the person’s school shares with it; a merged id acts as the record that is kept', async () => {
    const [id, other] = [newId(), newId()]
    const urn = await given.school({ sharesWith: [id] })
    const { person, as } = await given.staff(urn, id)
    expect(await actingPerson(membership.sql, caller(id, person.id), today)).toBe(person.id)
    expect(await actingPerson(membership.sql, caller(other, person.id), today)).toBeUndefined()
    expect(await actingPerson(membership.sql, caller(id, newId()), today)).toBeUndefined()
    expect(await actingPerson(membership.sql, caller(id), today)).toBeUndefined()
    expect(await membership.ask(GetPerson, { personId: person.id }, { as })).toMatchObject({ id: person.id })
    const school = (who: Caller) => holds(membership.sql, seesSchool(who, urn, today))
    expect([
      await school(caller(id)),
      await school(caller(id, person.id)),
      await school(caller(id, newId())),
      await school(caller(other, person.id)),
      await school(national()),
    ]).toEqual([true, true, false, false, true])
    const kept = await given.person()
    await membership.ask(MergePeople, { personId: person.id, into: kept.id }, { as: await nationalBody() })
    expect(await actingPerson(membership.sql, caller(id, person.id), today)).toBe(kept.id)
    expect(await membership.ask(GetPerson, { personId: kept.id }, { as: await acting(id, person.id) })).toMatchObject({ id: kept.id })
  })

  test('through the national body’s software anybody acts, also where no client sees the school; they see themselves and where they sign', async () => {
    const [urn, apart] = [await given.school(), await given.school()]
    const [head, teacher, stranger] = [
      await given.staff(urn, 'nb', 'head-teacher'),
      await given.staff(urn, 'nb'),
      await given.staff(apart, 'nb'),
    ]
    const [asHead, asTeacher] = [national(head.person.id), national(teacher.person.id)]
    expect(await actingPerson(membership.sql, asTeacher, today)).toBe(teacher.person.id)
    expect(await isSignatoryOf(membership.sql, asHead, today, { urn })).toBe(true)
    expect([await sees(asHead, head.person.id), await sees(asHead, teacher.person.id), await sees(asHead, stranger.person.id)]).toEqual([
      true,
      true,
      false,
    ])
    expect([await sees(asTeacher, teacher.person.id), await sees(asTeacher, head.person.id)]).toEqual([true, false])
    const keeps = (who: Caller, place: string) => mayKeep(membership.sql, who, today, { urn: place })
    expect([await keeps(asHead, urn), await keeps(asTeacher, urn), await keeps(asHead, apart)]).toEqual([true, false, false])
    const as = await token({ client: 'nb', kind: 'national-body', scopes: ['people:read', 'national-body'], person: head.person.id })
    const { items } = await membership.ask(ListPeople, {}, { as })
    expect(items.map(({ id }) => id).sort()).toEqual([head.person.id, teacher.person.id].sort())
  })

  test('keeps the people of a school only for a signatory of it', async () => {
    const id = newId()
    const [urn, apart] = [await given.school({ sharesWith: [id] }), await given.school()]
    const head = await given.staff(urn, id, 'head-teacher')
    const teacher = await given.staff(urn, id)
    const keeps = (who: Caller, place = urn) => mayKeep(membership.sql, who, today, { urn: place })
    expect([
      await keeps(caller(id)),
      await keeps(caller(id, head.person.id)),
      await keeps(caller(id, teacher.person.id)),
      await keeps(caller(id), apart),
      await keeps(national(), apart),
    ]).toEqual([true, true, false, false, true])
    expect(await isSignatoryOf(membership.sql, caller(id, head.person.id), today, { urn })).toBe(true)
    expect(await isSignatoryOf(membership.sql, caller(newId(), head.person.id), today, { urn })).toBe(false)
    expect(await isSignatoryOf(membership.sql, national(), today, { urn })).toBe(false)
  })

  test('leads a network between the days of the co-leader', async () => {
    const id = newId()
    const urn = await given.school({ sharesWith: [id] })
    const { person } = await given.staff(urn, id)
    const [network, application] = [newId(), newId()]
    await sql`
      insert into application (id, programme_code, kind, name, focus, learning_levels, schools, co_leaders, applicant_id, state)
      values (${application}, 'national', 'school-network', 'N', 'f', '{pupil}', '{}', '[]', ${person.id}, 'submitted')`.execute(
      membership.sql,
    )
    await sql`
      insert into network (id, kind, programme_code, funded, name, focus, learning_levels, state, application_id, formed_at)
      values (${network}, 'school-network', 'national', false, 'N', 'f', '{pupil}', 'forming', ${application}, now())`.execute(
      membership.sql,
    )
    await sql`
      insert into network_co_leader (id, network_id, person_id, urn, first_day, last_day)
      values (${newId()}, ${network}, ${person.id}, ${urn}, ${plusDays(today, -10)}, ${today})`.execute(membership.sql)
    const leads = (who: Caller, day = today) => isCoLeaderOf(membership.sql, who, day, network)
    expect([
      await leads(caller(id, person.id)),
      await leads(caller(id, person.id), plusDays(today, 1)),
      await leads(caller(newId(), person.id)),
      await leads(national()),
    ]).toEqual([true, false, false, false])
  })
})

import {
  AskForErasure,
  ChangePerson,
  DecideErasure,
  ErasureAsked,
  ErasureRefused,
  GetCopyOfPersonalData,
  GetEmployment,
  GetErasure,
  GetPerson,
  ListErasures,
  MergePeople,
  PersonErased,
  RegisterPerson,
  SubmitStaffReturn,
} from '@nlc/contracts/membership'
import { newId } from '@nlc/runtime'
import { testService } from '@nlc/testing'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { acting, client, nationalBody, newTrn, peopleUnderTest } from '../../test/people-under-test.ts'
import { membership as service } from '../service.ts'

const membership = testService(service)
const given = peopleUnderTest(membership)

/** Everything in the database, as text. */
async function whole(): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I', relname) as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`.execute(
    membership.sql,
  )
  const texts = await Promise.all(
    tables.map(
      async ({ name }) =>
        (await sql<{ text: string | null }>`select string_agg(t::text, E'\n') as text from ${sql.raw(name)} t`.execute(membership.sql))
          .rows[0]?.text ?? '',
    ),
  )
  return texts.join('\n')
}

test('names, TRN, addresses, payroll numbers and references are nowhere in the database afterwards; ids, codes and dates stay', async () => {
  const vendor = newId()
  const urn = await given.school({ sharesWith: [vendor] })
  const as = await nationalBody()
  const trn = newTrn()
  const registering = {
    name: { given: 'Xanthippe', family: 'Unforgettable', knownAs: 'Xan' },
    trn,
    emails: [{ address: 'xanthippe@school.example', verified: true }],
  }
  const registered = await membership.ask(RegisterPerson, registering, { as, idempotencyKey: newId() })
  const key = newId()
  const twin = await membership.ask(RegisterPerson, { name: { family: 'Unforgetable' } }, { as, idempotencyKey: key })
  await membership.ask(MergePeople, { personId: twin.id, into: registered.id }, { as })
  await membership.ask(
    ChangePerson,
    { personId: registered.id, name: { given: 'Xanthippe', family: 'Rememberable' } },
    { as, idempotencyKey: newId() },
  )
  const item = {
    reference: 'XAN-REF',
    trn,
    payrollNumber: 'PAYROLL-77',
    email: 'xanthippe@school.example',
    name: { given: 'Xanthippe', family: 'Rememberable' },
    employment: { workingDays: ['monday' as const], fte: 0.5, staffCategory: 'teacher' as const, firstDay: '2025-09-01' },
  }
  const returned = await membership.ask(
    SubmitStaffReturn,
    { urn, mode: 'full', extractedAt: new Date().toISOString(), items: [item] },
    { as: await client(vendor), idempotencyKey: newId() },
  )
  const employmentId = returned.outcomes[0]!.employmentId!
  expect(await whole()).toMatch(/Unforgettable/)

  await membership.ask(AskForErasure, { personId: registered.id }, { as })
  const left = await whole()
  for (const trace of [/Xan/i, /Unforgett?able/, /Rememberable/, new RegExp(`\\b${trn}\\b`), /PAYROLL-77/, /XAN-REF/])
    expect(left).not.toMatch(trace)
  expect(await membership.ask(GetPerson, { personId: registered.id }, { as })).toMatchObject({
    id: registered.id,
    state: 'erased',
    emails: [],
  })
  expect(await membership.ask(GetEmployment, { employmentId }, { as })).toMatchObject({ fte: 0.5, firstDay: '2025-09-01' })
  expect((await membership.emitted(PersonErased, registered.id)).map(({ data }) => data)).toEqual([{ personId: registered.id }])
  // A repeated request goes on getting its first answer, without what told who it was; and it makes nobody new.
  expect(await membership.ask(RegisterPerson, { name: { family: 'Unforgetable' } }, { as, idempotencyKey: key })).toMatchObject({
    id: twin.id,
  })
  expect(await membership.refusal(ChangePerson, { personId: registered.id, name: { family: 'X' } }, { as })).toMatchObject({
    type: '/problems/person-was-erased',
  })
  expect(await membership.refusal(AskForErasure, { personId: registered.id }, { as })).toMatchObject({
    type: '/problems/person-was-erased',
  })
})

test('a person asks, and the national body refuses with a ground or carries it out', async () => {
  const vendor = newId()
  const urn = await given.school({ sharesWith: [vendor] })
  const { person, as } = await given.staff(urn, vendor)
  const national = await nationalBody()
  const asked = await membership.ask(AskForErasure, { personId: person.id }, { as })
  expect(asked).toMatchObject({ personId: person.id, state: 'asked' })
  await membership.ask(AskForErasure, { personId: person.id }, { as })
  expect(await membership.emitted(ErasureAsked, person.id)).toHaveLength(1)
  expect((await membership.ask(ListErasures, { state: 'asked' }, { as: national })).items).toMatchObject([{ personId: person.id }])

  const decide = { personId: person.id, decision: 'refuse' as const }
  expect(await membership.refusal(DecideErasure, decide, { as: national })).toMatchObject({
    status: 422,
    type: '/problems/refusal-needs-ground',
  })
  expect(
    await membership.refusal(DecideErasure, { ...decide, decision: 'carry-out', ground: 'public-task' }, { as: national }),
  ).toMatchObject({ status: 422 })
  expect(await membership.refusal(DecideErasure, decide, { as })).toMatchObject({ status: 403 })
  const explanation = 'You are employed at the school now.'
  await membership.ask(DecideErasure, { ...decide, ground: 'public-task', explanation }, { as: national })
  expect(await membership.ask(GetErasure, { personId: person.id }, { as })).toMatchObject({
    state: 'refused',
    ground: 'public-task',
    explanation,
  })
  expect((await membership.emitted(ErasureRefused, person.id)).map(({ data }) => data)).toEqual([
    { personId: person.id, ground: 'public-task' },
  ])
  expect(await membership.refusal(DecideErasure, { ...decide, ground: 'public-task', explanation }, { as: national })).toMatchObject({
    type: '/problems/no-erasure-asked',
  })

  await membership.ask(AskForErasure, { personId: person.id }, { as })
  expect(await membership.ask(DecideErasure, { personId: person.id, decision: 'carry-out' }, { as: national })).toMatchObject({
    state: 'done',
  })
  expect(await membership.emitted(PersonErased, person.id)).toHaveLength(1)
})

test('a copy is for the person and the national body; it holds what was known before and what was done for the person', async () => {
  const vendor = newId()
  const urn = await given.school({ sharesWith: [vendor] })
  const { person, employment, as } = await given.staff(urn, vendor)
  await membership.ask(ChangePerson, { personId: person.id, name: { given: 'Jo', family: 'Later' } }, { as })
  const copy = await membership.ask(GetCopyOfPersonalData, { personId: person.id }, { as })
  const held = (what: string) => copy.held.find((kind) => kind.what === what)?.records
  expect(
    held('person')
      ?.map(({ familyName }) => familyName)
      .sort(),
  ).toEqual(['Later', 'Rowe'])
  expect(held('employment')).toMatchObject([{ id: employment.id }])
  expect(held('employment-period')).toMatchObject([{ employmentId: employment.id, fte: 0.4 }])
  expect(held('done-for-the-person')).toMatchObject([{ operation: 'membership.change-person', client: vendor }])

  const colleague = await given.staff(urn, vendor)
  for (const other of [await client(vendor), colleague.as, await acting(newId(), person.id)]) {
    expect(await membership.refusal(GetCopyOfPersonalData, { personId: person.id }, { as: other })).toMatchObject({
      type: '/problems/no-such-person',
    })
    expect(await membership.refusal(AskForErasure, { personId: person.id }, { as: other })).toMatchObject({
      type: '/problems/no-such-person',
    })
    expect(await membership.refusal(GetErasure, { personId: person.id }, { as: other })).toMatchObject({ type: '/problems/no-such-person' })
  }
  expect(await membership.refusal(GetErasure, { personId: person.id }, { as })).toMatchObject({ type: '/problems/no-such-erasure' })
})

/** What compiles and what does not; the compiler is the test (`npm run check -- types`). */
import { expectTypeOf, test } from 'vitest'
import type { Client } from './client.ts'
import type { ProblemError } from './errors.ts'
import type { MailboxMessage } from './messages.ts'

declare const client: Client

test('the types are those of the contracts', () => {
  // Never called: only compiled.
  const compiled = async () => {
    const school = await client.membership.getSchool({ urn: '900001' })
    expectTypeOf(school.version).toEqualTypeOf<number>()
    expectTypeOf(client.membership.getSchool({ urn: '1' }, { unlessVersion: 1 })).toEqualTypeOf<Promise<typeof school | undefined>>()
    // @ts-expect-error: it needs a URN.
    await client.membership.getSchool()
    // @ts-expect-error: there is no such field.
    await client.membership.getSchool({ urn: '900001', name: 'x' })
    // @ts-expect-error: there is no such operation.
    client.membership.getSchools

    const page = await client.membership.listPeople()
    expectTypeOf(page.next).toEqualTypeOf<string | undefined>()
    for await (const person of client.membership.listPeople.each({ urn: '900001' })) {
      expectTypeOf(person).toEqualTypeOf<(typeof page.items)[number]>()
    }
    for await (const change of client.membership.listPeople.changes()) expectTypeOf(change.gone).toEqualTypeOf<readonly string[]>()
    // @ts-expect-error: programmes cannot be followed.
    client.membership.listProgrammes.changes

    await client.membership.endEmployment({ employmentId: 'e', lastDay: '2026-08-31', reason: 'left' }, { ifVersion: 3 })
    // @ts-expect-error: it depends on no version.
    await client.membership.registerPerson({ name: { given: 'Nia', family: 'Rees' } }, { ifVersion: 3 })
    // @ts-expect-error: a reason is one of the list.
    await client.membership.endEmployment({ employmentId: 'e', lastDay: '2026-08-31', reason: 'tired' })
    expectTypeOf(client.membership.voidEmployment({ employmentId: 'e' })).toEqualTypeOf<Promise<void>>()
    expectTypeOf(await client.membership.uploadRegisterFile({ file: 'x' })).toEqualTypeOf<{ readonly id: string; readonly bytes: number }>()
    await client.membership.listParked()
    await client.roles.listParked()
  }
  expectTypeOf(compiled).toBeFunction()
})

test('a refusal’s name narrows its details', () => {
  const compiled = (error: unknown) => {
    if (!client.membership.endEmployment.refused(error)) return
    switch (error.name) {
      case 'employment-has-ended':
        return expectTypeOf(error.details.lastDay).toEqualTypeOf<string>()
      case 'invalid-input':
        return expectTypeOf(error.details.errors[0]!.at).toEqualTypeOf<string>()
      // @ts-expect-error: it does not declare this one.
      case 'agreement-blocked':
        return
    }
    expectTypeOf(error).toExtend<ProblemError<never> | { status: number }>()
  }
  expectTypeOf(compiled).toBeFunction()
})

test('a message’s type narrows its data', () => {
  const compiled = (message: MailboxMessage) => {
    if (message.type === 'nlc.person.merged.v1') expectTypeOf(message.data.intoPersonId).toEqualTypeOf<string>()
    if (message.type === 'nlc.appointment.confirmed.v1') expectTypeOf(message.data.minutesPerWeek).toEqualTypeOf<number>()
    if (message.type === 'nlc.withheld.v1') expectTypeOf(message.data).toEqualTypeOf<undefined>()
  }
  expectTypeOf(compiled).toBeFunction()
})

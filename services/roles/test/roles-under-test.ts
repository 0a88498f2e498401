/** What tests of roles need of role definitions and vacancies. */
import type { InputOf } from '@nlc/contracts/define'
import { DefineRole, OpenVacancy } from '@nlc/contracts/roles'
import type { ServiceUnderTest } from '@nlc/testing'
import { acting, theNationalBody } from './known-under-test.ts'

let lastCode = 0

/** A role of the national list with a code of its own, or of a network (`x-…`). @returns its code. */
export async function givenRole(
  roles: ServiceUnderTest,
  terms: Partial<InputOf<typeof DefineRole>> = {},
): Promise<{ roleId: string; code: string }> {
  lastCode += 1
  const code = terms.networkId === undefined ? `role-${lastCode}` : `x-role-${lastCode}`
  const maxMinutesPerWeek = terms.maxMinutesPerWeek ?? 0
  const role = await roles.ask(
    DefineRole,
    {
      code,
      label: 'Reading champion',
      remit: 'Brings reading to every classroom.',
      takesSchoolTime: maxMinutesPerWeek > 0,
      needsSubject: false,
      ...terms,
      maxMinutesPerWeek,
    },
    { as: await theNationalBody() },
  )
  return { roleId: role.id, code: role.code }
}

/** By a co-leader, for an ICT innovator unless said. @returns its id. */
export async function givenVacancy(
  roles: ServiceUnderTest,
  { networkId, coLeaders }: { networkId: string; coLeaders: readonly { personId: string }[] },
  terms: Partial<InputOf<typeof OpenVacancy>> = {},
): Promise<string> {
  const as = await acting(coLeaders[0]!.personId)
  return (await roles.ask(OpenVacancy, { roleCode: 'ict-innovator', ...terms, networkId }, { as })).id
}

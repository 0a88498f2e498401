/** What tests of networks stand on: schools, who works there, who asks, and a network as far as a test needs it. */
import type { InputOf, OutputOf } from '@nlc/contracts/define'
import {
  DecideApplication,
  DraftAgreement,
  DraftApplication,
  IssueAgreement,
  ListSchoolsOfNetwork,
  SignAgreement,
  SubmitApplication,
} from '@nlc/contracts/membership'
import { newId } from '@nlc/runtime'
import { type ServiceUnderTest, token } from '@nlc/testing'
import { sql } from 'kysely'

const forPeople = ['networks:read', 'networks:write', 'sharing:read', 'sharing:write', 'people:read'] as const

/** The national body itself. */
export const theNationalBody = () => token({ kind: 'national-body', client: 'national-body', scopes: [...forPeople, 'national-body'] })
/** A person through the national body's own software, which may act for anybody. */
export const acting = (person: string) => token({ kind: 'national-body', client: 'national-body', scopes: forPeople, person })
/** A client without a person. */
export const theClient = (client: string) => token({ client, scopes: forPeople })
/** A person through a client of their school's. */
export const through = (client: string, person: string) => token({ client, scopes: forPeople, person })

let lastUrn = 900_000
export function newUrn(): string {
  lastUrn += 1
  return String(lastUrn)
}

/** Open schools of a local authority. */
export async function givenSchools(membership: ServiceUnderTest, count: number, { laCode = '909' } = {}): Promise<string[]> {
  const made = Array.from({ length: count }, newUrn)
  await sql`insert into local_authority (code, name) values (${laCode}, 'Authority') on conflict do nothing`.execute(membership.sql)
  await sql`
    insert into school (urn, name, search_name, status) select u, 'School', 'school', '1' from unnest(${made}::text[]) u`.execute(
    membership.sql,
  )
  await sql`insert into school_local_authority (urn, la_code) select u, ${laCode} from unnest(${made}::text[]) u`.execute(membership.sql)
  return made
}

/** A trust or federation of schools, from long ago. */
export async function givenGroup(
  membership: ServiceUnderTest,
  kind: 'multi-academy-trust' | 'federation',
  schools: readonly string[],
): Promise<string> {
  const id = newId()
  await sql`
    insert into school_group (id, uid, name, search_name, kind)
    values (${id}, ${newUrn()}, 'Group', 'group', ${kind})`.execute(membership.sql)
  await sql`
    insert into group_school (group_id, urn, kind, first_day) select ${id}, u, ${kind}, '2000-01-01' from unnest(${[...schools]}::text[]) u`.execute(
    membership.sql,
  )
  return id
}

export interface Work {
  readonly urns: readonly string[]
  readonly category?: string
  readonly firstDay?: string
  readonly lastDay?: string
}

/** Somebody who works at these schools. */
export async function givenPerson(
  membership: ServiceUnderTest,
  { urns: at, category = 'teacher', firstDay = '2000-09-01', lastDay }: Work,
): Promise<string> {
  const personId = newId()
  await sql`insert into person (id, family_name, registered_by, changed_at) values (${personId}, 'Rowe', 'test', now())`.execute(
    membership.sql,
  )
  if (at.length > 0) await employ(membership, personId, { urns: at, category, firstDay, ...(lastDay && { lastDay }) })
  return personId
}

export async function employ(
  membership: ServiceUnderTest,
  personId: string,
  { urns: at, category = 'teacher', firstDay = '2000-09-01', lastDay }: Work,
): Promise<void> {
  const employmentId = newId()
  await sql`insert into employment (id, person_id, changed_at) values (${employmentId}, ${personId}, now())`.execute(membership.sql)
  await sql`
    insert into employment_period (id, employment_id, first_day, last_day, employer_kind, employer_reference, urns, working_days, fte, staff_category)
    values (${newId()}, ${employmentId}, ${firstDay}, ${lastDay ?? null}, 'governing-body', ${at[0]}, ${[...at]}::text[], '{monday}', 1, ${category})`.execute(
    membership.sql,
  )
}

/** Ends everything that the person does at the school. */
export async function leaves(membership: ServiceUnderTest, personId: string, lastDay: string): Promise<void> {
  await sql`
    update employment_period p set last_day = ${lastDay} from employment e where e.id = p.employment_id and e.person_id = ${personId}`.execute(
    membership.sql,
  )
}

export interface Scene {
  /** Six schools, each with a head teacher; the first two with a co-leader. */
  readonly schools: string[]
  readonly heads: Map<string, string>
  readonly coLeaders: { personId: string; urn: string }[]
}

export async function givenScene(membership: ServiceUnderTest, { schools: count = 6 } = {}): Promise<Scene> {
  const schools = await givenSchools(membership, count)
  const heads = new Map<string, string>()
  for (const urn of schools) heads.set(urn, await givenPerson(membership, { urns: [urn], category: 'head-teacher' }))
  const coLeaders = []
  for (const urn of schools.slice(0, 2)) coLeaders.push({ personId: await givenPerson(membership, { urns: [urn] }), urn })
  return { schools, heads, coLeaders }
}

export const application = (
  { schools, coLeaders }: Pick<Scene, 'schools' | 'coLeaders'>,
  other: Partial<InputOf<typeof DraftApplication>> = {},
): InputOf<typeof DraftApplication> => ({
  kind: 'school-network',
  name: 'Barrow',
  focus: 'Writing in year 4',
  learningLevels: ['pupil', 'school-to-school'],
  schools,
  coLeaders,
  ...other,
})

type Shown = OutputOf<typeof DecideApplication>

export async function submitted(membership: ServiceUnderTest, input: InputOf<typeof DraftApplication>): Promise<Shown> {
  const as = await acting(input.coLeaders[0]!.personId)
  const { id } = await membership.ask(DraftApplication, input, { as })
  return membership.ask(SubmitApplication, { applicationId: id as string }, { as })
}

/** A network that was approved and waits for its agreement. @returns its id. */
export async function formingNetwork(membership: ServiceUnderTest, input: InputOf<typeof DraftApplication>): Promise<string> {
  const { id } = await submitted(membership, input)
  const decision = { applicationId: id as string, decision: 'approve-funded' as const }
  return (await membership.ask(DecideApplication, decision, { as: await theNationalBody() })).networkId as string
}

/** The next version of a network's agreement, issued to these schools. @returns its id. */
export async function issued(membership: ServiceUnderTest, networkId: string, schools?: readonly string[]): Promise<string> {
  const as = await theNationalBody()
  const draft = await membership.ask(
    DraftAgreement,
    { networkId, text: 'We learn together.', ...(schools && { schools: [...schools] }) },
    { as },
  )
  await membership.ask(IssueAgreement, { agreementId: draft.id }, { as })
  return draft.id
}

export async function signedBy(
  membership: ServiceUnderTest,
  agreementId: string,
  { heads }: Scene,
  schools: readonly string[],
): Promise<void> {
  for (const urn of schools) await membership.ask(SignAgreement, { agreementId, urn }, { as: await acting(heads.get(urn)!) })
}

/** A network in which every school signed. */
export async function activeNetwork(membership: ServiceUnderTest, scene: Scene): Promise<{ networkId: string; agreementId: string }> {
  const networkId = await formingNetwork(membership, application(scene))
  const agreementId = await issued(membership, networkId)
  await signedBy(membership, agreementId, scene, scene.schools)
  return { networkId, agreementId }
}

/** Memberships of a network's schools on a day, by URN. */
export async function schoolsOn(membership: ServiceUnderTest, networkId: string, asAt?: string) {
  return (await membership.ask(ListSchoolsOfNetwork, { networkId, ...(asAt && { asAt }) }, { as: await theNationalBody() })).items
}

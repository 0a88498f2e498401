/** For tests: schools, trusts and what they share, as the register and the sharing agreements would have them, and who asks. */

import type { InputOf, Scope } from '@nlc/contracts/define'
import { RegisterPerson, StartEmployment, StartGovernanceTerm } from '@nlc/contracts/membership'
import { newId } from '@nlc/runtime'
import { type ServiceUnderTest, token } from '@nlc/testing'
import { sql } from 'kysely'

const scopes: readonly Scope[] = ['people:read', 'people:write']
let lastUrn = 900_000
let lastTrn = 1_000_000

export const newTrn = () => String(++lastTrn)

export function peopleUnderTest(membership: ServiceUnderTest) {
  const db = () => membership.sql
  const given = {
    /** A school; with `sharesWith`, its people are in these clients' view. */
    async school({ sharesWith = [] as readonly string[] } = {}): Promise<string> {
      const urn = String(++lastUrn)
      await sql`insert into school (urn, name, search_name, status) values (${urn}, ${`School ${urn}`}, ${urn}, '1')`.execute(db())
      for (const client of sharesWith) await given.sharing(client, { urn })
      return urn
    },
    async trust(urns: readonly string[] = [], kind = 'multi-academy-trust', firstDay = '2020-09-01'): Promise<string> {
      const id = newId()
      await sql`insert into school_group (id, uid, name, search_name, kind) values (${id}, ${String(++lastUrn)}, 'A trust', 'a trust', ${kind})`.execute(
        db(),
      )
      for (const urn of urns)
        await sql`insert into group_school (group_id, urn, kind, first_day) values (${id}, ${urn}, ${kind}, ${firstDay})`.execute(db())
      return id
    },
    async sharing(client: string, place: { urn: string } | { groupId: string }): Promise<string> {
      const id = newId()
      const signatory = newId()
      await sql`insert into person (id, family_name, registered_by, changed_at) values (${signatory}, 'Signatory', 'nobody', now())`.execute(
        db(),
      )
      await sql`
        insert into sharing_agreement (
          id, client_id, urn, group_id, purpose, lawful_basis, data_classes, review_day, last_day, state, offered_at, signatory_id, signed_at, receipt)
        values (${id}, ${client}, ${'urn' in place ? place.urn : null}, ${'groupId' in place ? place.groupId : null}, 'p', 'public-task', '{people}',
          '2099-01-01', '2099-12-31', 'in-force', now(), ${signatory}, now(), '{}')`.execute(db())
      return id
    },
    async withdrawal(agreementId: string): Promise<void> {
      await sql`update sharing_agreement set state = 'withdrawn', withdrawn_at = now() where id = ${agreementId}`.execute(db())
    },
    async leftOut(agreementId: string, personId: string): Promise<void> {
      await sql`insert into sharing_left_out (agreement_id, person_id) values (${agreementId}, ${personId})`.execute(db())
    },
    async localAuthority(code: string): Promise<string> {
      await sql`insert into local_authority (code, name) values (${code}, 'An authority') on conflict do nothing`.execute(db())
      return code
    },
    async person(family = 'Rowe', said: Partial<InputOf<typeof RegisterPerson>> = {}, as?: string) {
      return membership.ask(RegisterPerson, { name: { given: 'Jo', family }, ...said }, { as: as ?? (await nationalBody()) })
    },
    async employment(personId: string, urns: readonly string[], said: Partial<InputOf<typeof StartEmployment>> = {}, as?: string) {
      return membership.ask(
        StartEmployment,
        {
          personId,
          urns: [...urns],
          employer: { kind: 'governing-body', reference: urns[0] ?? '' },
          workingDays: ['monday', 'tuesday'],
          fte: 0.4,
          staffCategory: 'teacher',
          firstDay: '2024-09-01',
          ...said,
        },
        { as: as ?? (await nationalBody()) },
      )
    },
    async term(personId: string, urn: string, said: Partial<InputOf<typeof StartGovernanceTerm>> = {}, as?: string) {
      return membership.ask(
        StartGovernanceTerm,
        { personId, board: { kind: 'school', reference: urn }, category: 'parent', firstDay: '2025-09-01', lastDay: '2029-08-31', ...said },
        { as: as ?? (await nationalBody()) },
      )
    },
    /** Somebody who works at the school, and a token that acts for them through the client. */
    async staff(urn: string, client: string, staffCategory: InputOf<typeof StartEmployment>['staffCategory'] = 'teacher') {
      const person = await given.person()
      const employment = await given.employment(person.id, [urn], { staffCategory })
      return { person, employment, as: await acting(client, person.id) }
    },
  }
  return given
}

export const nationalBody = () => token({ client: 'national-body', kind: 'national-body', scopes: [...scopes, 'national-body'] })
export const client = (id: string) => token({ client: id, kind: 'mis-vendor', scopes })
export const acting = (id: string, person: string) => token({ client: id, scopes, person })

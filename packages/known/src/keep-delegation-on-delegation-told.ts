import { DelegationRevoked, SignatoryDelegated } from '@nlc/contracts/membership'
import { react } from '@nlc/runtime'
import { sql } from 'kysely'

export const keepDelegationOnSignatoryDelegated = react(
  'known.keep-delegation',
  { on: SignatoryDelegated },
  async ({ delegationId, urn, groupId, personId, firstDay, lastDay }, { sql: db }) => {
    await sql`
      insert into known_delegation (id, urn, group_id, person_id, first_day, last_day)
      values (${delegationId}, ${urn ?? null}, ${groupId ?? null}, know_person(${personId}::uuid), ${firstDay}, ${lastDay ?? null})
      on conflict (id) do nothing`.execute(db)
  },
)

export const keepDelegationOnDelegationRevoked = react(
  'known.keep-delegation-revoked',
  { on: DelegationRevoked },
  async ({ delegationId, lastDay }, { sql: db }) => {
    await sql`update known_delegation set last_day = ${lastDay} where id = ${delegationId}`.execute(db)
  },
)

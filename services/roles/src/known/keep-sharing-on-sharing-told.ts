/** What is shared with whom, and who is left out. Offers open nothing: they are not kept. */
import {
  PersonLeftOut,
  PersonTakenIn,
  SharingExpired,
  SharingInForce,
  SharingWithdrawing,
  SharingWithdrawn,
} from '@nlc/contracts/membership'
import { react } from '@nlc/runtime'
import { sql } from 'kysely'

/**
 * One in place of another, or one that renews another, leaves the same people out. Membership says so of neither, so the agreement
 * remembers which it follows.
 */
export const keepSharingOnSharingInForce = react(
  'roles.keep-sharing',
  { on: SharingInForce },
  async ({ agreementId, clientId, controller, dataClasses, lastDay, signedAt, inPlaceOf }, { sql: db }) => {
    const urn = controller.kind === 'school' ? controller.reference : null
    const groupId = controller.kind === 'trust' ? controller.reference : null
    await sql`
      with renewed as (
        select id from known_sharing_agreement
        where client_id = ${clientId} and urn is not distinct from ${urn} and group_id is not distinct from ${groupId}::uuid
          and signed_at < ${signedAt}::timestamptz and id <> ${agreementId}::uuid
          and (state = 'in-force' or (state = 'expired' and expiry_reason = 'renewed'))
        order by signed_at desc limit 1)
      insert into known_sharing_agreement (id, client_id, urn, group_id, data_classes, state, signed_at, last_day, follows)
      select ${agreementId}::uuid, ${clientId}, ${urn}, ${groupId}::uuid, ${dataClasses}::text[], 'in-force', ${signedAt}::timestamptz, ${lastDay}::date,
        array_remove(array(select id from renewed) || ${inPlaceOf ?? null}::uuid, null)
      on conflict (id) do nothing`.execute(db)
    await sql`
      insert into known_sharing_left_out (agreement_id, person_id)
      select a.id, o.person_id from known_sharing_agreement a join known_sharing_left_out o on o.agreement_id = any (a.follows)
      where a.id = ${agreementId} on conflict do nothing`.execute(db)
  },
)

/** Every door that it opened is closed from now on. */
export const keepSharingOnSharingWithdrawing = react(
  'roles.keep-sharing-withdrawing',
  { on: SharingWithdrawing },
  async ({ agreementId }, { sql: db }) => {
    await sql`update known_sharing_agreement set state = 'withdrawing' where id = ${agreementId}`.execute(db)
  },
)

export const keepSharingOnSharingWithdrawn = react(
  'roles.keep-sharing-withdrawn',
  { on: SharingWithdrawn },
  async ({ agreementId }, { sql: db }) => {
    await sql`update known_sharing_agreement set state = 'withdrawn' where id = ${agreementId}`.execute(db)
  },
)

export const keepSharingOnSharingExpired = react(
  'roles.keep-sharing-expired',
  { on: SharingExpired },
  async ({ agreementId, reason }, { sql: db }) => {
    await sql`update known_sharing_agreement set state = 'expired', expiry_reason = ${reason} where id = ${agreementId}`.execute(db)
  },
)

/** Of one that another follows already: where it was said before that was signed, that one has it, too. */
const withThoseThatFollow = (agreementId: string, saidAt: Date) => sql`
  select ${agreementId}::uuid as id
  union select id from known_sharing_agreement where ${agreementId}::uuid = any (follows) and signed_at > ${saidAt.toISOString()}::timestamptz`

export const keepSharingOnPersonLeftOut = react(
  'roles.keep-person-left-out',
  { on: PersonLeftOut },
  async ({ agreementId, personId }, { sql: db, event }) => {
    await sql`
      insert into known_sharing_left_out (agreement_id, person_id)
      select a.id, p.id from (${withThoseThatFollow(agreementId, event.recordedAt)}) a, (select know_person(${personId}::uuid) as id) p
      on conflict do nothing`.execute(db)
  },
)

export const keepSharingOnPersonTakenIn = react(
  'roles.keep-person-taken-in',
  { on: PersonTakenIn },
  async ({ agreementId, personId }, { sql: db, event }) => {
    await sql`
      delete from known_sharing_left_out
      where agreement_id in (${withThoseThatFollow(agreementId, event.recordedAt)}) and person_id = know_person(${personId}::uuid)`.execute(
      db,
    )
  },
)

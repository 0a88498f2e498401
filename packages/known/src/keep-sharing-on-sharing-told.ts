/** What is shared with whom, and who is left out. Offers open nothing: they are not kept. */
import {
  PersonLeftOut,
  PersonTakenIn,
  SharingExpired,
  SharingInForce,
  SharingWithdrawing,
  SharingWithdrawn,
} from '@nlc/contracts/membership'
import { react, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'

export const keepSharingOnSharingInForce = react(
  'known.keep-sharing',
  { on: SharingInForce },
  async ({ agreementId, clientId, controller, dataClasses, lastDay, signedAt, inPlaceOf }, { sql: db }) => {
    const urn = controller.kind === 'school' ? controller.reference : null
    const groupId = controller.kind === 'trust' ? controller.reference : null
    const follows = inPlaceOf === undefined ? [] : [inPlaceOf]
    await sql`
      insert into known_sharing_agreement (id, client_id, urn, group_id, data_classes, state, signed_at, last_day, follows)
      values (${agreementId}, ${clientId}, ${urn}, ${groupId}, ${dataClasses}::text[], 'in-force', ${signedAt}::timestamptz, ${lastDay},
        ${follows}::uuid[])
      on conflict (id) do nothing`.execute(db)
    await linkRenewals(db, agreementId)
    await leaveOutAsBefore(db, agreementId)
  },
)

/** Each that was renewed is followed by the next one between the two. Which of the two this is told of, the other may have come before. */
const linkRenewals = (db: Sql, agreementId: string) =>
  sql`
  with renewal as (
    select old.id as old, (
      select next.id from known_sharing_agreement next
      where next.client_id = old.client_id and (next.urn, next.group_id) is not distinct from (old.urn, old.group_id)
        and next.signed_at > old.signed_at
      order by next.signed_at limit 1) as next
    from known_sharing_agreement told join known_sharing_agreement old
      on old.client_id = told.client_id and (old.urn, old.group_id) is not distinct from (told.urn, told.group_id)
    where told.id = ${agreementId}::uuid and old.expiry_reason = 'renewed')
  update known_sharing_agreement a set follows = a.follows || r.old
  from renewal r where a.id = r.next and r.old <> all (a.follows)`.execute(db)

/**
 * One in place of another, or one that renews another, leaves the same people out; membership says so of neither. While one that was
 * renewed has not been heard to have expired, it stands, and who is left out of it is.
 */
const leaveOutAsBefore = (db: Sql, agreementId: string) =>
  sql`
  insert into known_sharing_left_out (agreement_id, person_id)
  select a.id, o.person_id from known_sharing_agreement a join known_sharing_left_out o on o.agreement_id = any (a.follows)
  where a.id = ${agreementId}::uuid or ${agreementId}::uuid = any (a.follows) on conflict do nothing`.execute(db)

/** Every door that it opened is closed from now on. */
export const keepSharingOnSharingWithdrawing = react(
  'known.keep-sharing-withdrawing',
  { on: SharingWithdrawing },
  async ({ agreementId }, { sql: db }) => {
    await sql`update known_sharing_agreement set state = 'withdrawing' where id = ${agreementId}`.execute(db)
  },
)

export const keepSharingOnSharingWithdrawn = react(
  'known.keep-sharing-withdrawn',
  { on: SharingWithdrawn },
  async ({ agreementId }, { sql: db }) => {
    await sql`update known_sharing_agreement set state = 'withdrawn' where id = ${agreementId}`.execute(db)
  },
)

export const keepSharingOnSharingExpired = react(
  'known.keep-sharing-expired',
  { on: SharingExpired },
  async ({ agreementId, reason }, { sql: db }) => {
    await sql`update known_sharing_agreement set state = 'expired', expiry_reason = ${reason} where id = ${agreementId}`.execute(db)
    if (reason !== 'renewed') return
    await linkRenewals(db, agreementId)
    await leaveOutAsBefore(db, agreementId)
  },
)

/** Of one that another follows already: where it was said before that was signed, that one has it, too. */
const withThoseThatFollow = (agreementId: string, saidAt: Date) => sql`
  select ${agreementId}::uuid as id
  union select id from known_sharing_agreement where ${agreementId}::uuid = any (follows) and signed_at > ${saidAt.toISOString()}::timestamptz`

export const keepSharingOnPersonLeftOut = react(
  'known.keep-person-left-out',
  { on: PersonLeftOut },
  async ({ agreementId, personId }, { sql: db, event }) => {
    await sql`
      insert into known_sharing_left_out (agreement_id, person_id)
      select a.id, p.id from (${withThoseThatFollow(agreementId, event.recordedAt)}) a, (select know_person(${personId}::uuid) as id) p
      on conflict do nothing`.execute(db)
  },
)

export const keepSharingOnPersonTakenIn = react(
  'known.keep-person-taken-in',
  { on: PersonTakenIn },
  async ({ agreementId, personId }, { sql: db, event }) => {
    await sql`
      delete from known_sharing_left_out
      where agreement_id in (${withThoseThatFollow(agreementId, event.recordedAt)}) and person_id = know_person(${personId}::uuid)`.execute(
      db,
    )
  },
)

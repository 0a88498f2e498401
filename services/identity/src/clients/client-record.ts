/** A client as its API shows it, from the entity or from a row. */
import type { Client as ShownClient } from '@nlc/contracts/identity'
import { MissingScope } from '@nlc/contracts/platform'
import { type Caller, refuse } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'
import { type Client, liveAt } from './client.ts'

export type ClientRecord = Pick<
  Client,
  | 'id'
  | 'kind'
  | 'name'
  | 'authMethod'
  | 'mayActForPeople'
  | 'keys'
  | 'secrets'
  | 'suspendedSince'
  | 'suspensionReason'
  | 'suspensionNote'
  | 'registeredAt'
  | 'version'
> & { scopes: string[] }

export const selectClients: RawBuilder<ClientRecord> = sql`
  select id, kind, name, scopes, auth_method as "authMethod", may_act_for_people as "mayActForPeople", keys, secrets,
         suspended_since as "suspendedSince", suspension_reason as "suspensionReason", suspension_note as "suspensionNote",
         registered_at as "registeredAt", version
  from client`

type Shown = Omit<Static<typeof ShownClient>, 'registeredAt' | 'suspension'> & {
  registeredAt: Date
  suspension?: { since: Date; reason: NonNullable<Client['suspensionReason']>; note?: string }
}

export function shown(client: ClientRecord): Shown {
  const { id, kind, name, authMethod, mayActForPeople, registeredAt, version, suspendedSince, suspensionReason, suspensionNote } = client
  return {
    clientId: id,
    kind,
    name,
    scopes: client.scopes as Shown['scopes'],
    authMethod,
    mayActForPeople,
    keys: client.keys as Shown['keys'],
    secrets: liveAt(new Date(), client.secrets).map(({ id: secretId, madeAt, expiresAt }) => ({ secretId, madeAt, expiresAt })),
    ...(suspendedSince &&
      suspensionReason && { suspension: { since: suspendedSince, reason: suspensionReason, note: suspensionNote ?? undefined } }),
    registeredAt,
    version,
  }
}

/** What the events about a registration carry. */
export const registrationOf = ({ id, kind, scopes, authMethod, mayActForPeople, keys }: ClientRecord) => ({
  clientId: id,
  kind,
  scopes: scopes as Shown['scopes'],
  authMethod,
  mayActForPeople,
  keyIds: keys.map(({ kid }) => kid),
})

/** Whether the caller is the national body, and nobody through it. */
export const keepsClients = ({ kind, person }: Caller): boolean => kind === 'national-body' && person === undefined

/** Scopes say it already for our own tokens; a further trusted issuer's might say otherwise. */
export function requireKeeper(caller: Caller): void {
  if (keepsClients(caller)) return
  refuse(MissingScope, {
    scope: 'clients:write',
    detail: 'Only the national body keeps clients: send its own token, which acts for no person.',
  })
}

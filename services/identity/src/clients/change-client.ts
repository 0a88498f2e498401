import { isDeepStrictEqual } from 'node:util'
import { ChangeClient, ClientChanged, KeyNeeded, NoSuchClient, OwnClient, ScopeNotAllowed, UnusableKey } from '@nlc/contracts/identity'
import { handle } from '@nlc/runtime'
import { Client } from './client.ts'
import { registrationOf, requireKeeper, shown } from './client-record.ts'
import { faultOfKeys } from './public-key.ts'
import { scopesOfKind } from './scopes-of-kind.ts'

export const changeClient = handle(ChangeClient, async ({ clientId, ...change }, { em, caller, emit, fail, checkVersion }) => {
  requireKeeper(caller)
  const client = (await em.findOne(Client, clientId)) ?? fail(NoSuchClient)
  checkVersion(client)

  const allowed = scopesOfKind(client.kind)
  const refused = change.scopes?.filter((scope) => !allowed.includes(scope)) ?? []
  if (refused.length > 0) fail(ScopeNotAllowed, { scopes: refused, allowed })
  if (clientId === caller.client && change.scopes && !change.scopes.includes('clients:write')) fail(OwnClient)
  if (client.authMethod === 'private-key-jwt' && change.keys?.length === 0) fail(KeyNeeded)
  const unusable = await faultOfKeys(change.keys ?? [])
  if (unusable) fail(UnusableKey, unusable)

  const before = registrationAndName(client)
  const { name = client.name, scopes = client.scopes, keys = client.keys, mayActForPeople = client.mayActForPeople } = change
  em.assign(client, { name, scopes: [...scopes], keys, mayActForPeople })
  // What changes nothing says nothing.
  if (!isDeepStrictEqual(registrationAndName(client), before)) {
    await em.flush()
    emit(ClientChanged, registrationOf(client))
  }
  return shown(client)
})

const registrationAndName = ({ name, scopes, keys, mayActForPeople }: Client) => structuredClone({ name, scopes, keys, mayActForPeople })

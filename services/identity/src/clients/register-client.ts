import type { InputOf } from '@nlc/contracts/define'
import { ClientRegistered, KeyNeeded, RegisterClient, ScopeNotAllowed, UnusableKey } from '@nlc/contracts/identity'
import { type CommandContext, handle, newId } from '@nlc/runtime'
import { Client } from './client.ts'
import { registrationOf, requireKeeper, shown } from './client-record.ts'
import { keptSecret, newSecret } from './client-secret.ts'
import { faultOfKeys } from './public-key.ts'
import { scopesOfKind } from './scopes-of-kind.ts'

export const registerClient = handle(RegisterClient, async (input, { caller, ...context }) => {
  requireKeeper(caller)
  const secret = input.authMethod === 'client-secret' ? newSecret() : undefined
  const client = await register(newId(), secret, input, context)
  await context.em.flush()
  return { ...shown(client), secret }
})

export async function register(
  id: string,
  secret: string | undefined,
  { kind, name, scopes, authMethod, keys = [], mayActForPeople = false }: InputOf<typeof RegisterClient>,
  { em, emit, fail, now }: Pick<CommandContext<typeof RegisterClient>, 'em' | 'emit' | 'fail' | 'now'>,
): Promise<Client> {
  const allowed = scopesOfKind(kind)
  const refused = scopes.filter((scope) => !allowed.includes(scope))
  if (refused.length > 0) fail(ScopeNotAllowed, { scopes: refused, allowed })
  if (authMethod === 'private-key-jwt' && keys.length === 0) fail(KeyNeeded)
  const unusable = await faultOfKeys(keys)
  if (unusable) fail(UnusableKey, unusable)

  const client = em.create(Client, {
    id,
    kind,
    name,
    scopes: [...scopes],
    authMethod,
    mayActForPeople,
    keys,
    secrets: secret === undefined ? [] : [keptSecret(secret, new Date())],
    registeredAt: now,
  })
  em.persist(client)
  emit(ClientRegistered, registrationOf(client))
  return client
}

import { ClientSecretEnded, EndClientSecret, LastSecret, NoSuchClient, NoSuchSecret } from '@nlc/contracts/identity'
import { handle } from '@nlc/runtime'
import { Client, liveAt } from './client.ts'
import { requireKeeper } from './client-record.ts'

export const endClientSecret = handle(EndClientSecret, async ({ clientId, secretId }, { em, caller, emit, fail, checkVersion }) => {
  requireKeeper(caller)
  const client = (await em.findOne(Client, clientId)) ?? fail(NoSuchClient)
  checkVersion(client)
  const at = new Date()
  const live = liveAt(at, client.secrets)
  if (!live.some(({ id }) => id === secretId)) fail(NoSuchSecret)
  if (live.length === 1) fail(LastSecret)

  client.endSecret(secretId, at)
  emit(ClientSecretEnded, { clientId, secretId })
})

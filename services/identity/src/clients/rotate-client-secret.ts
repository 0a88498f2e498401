import { ClientSecretRotated, ClientUsesKeys, NoSuchClient, RotateClientSecret, TwoSecretsLive } from '@nlc/contracts/identity'
import { handle } from '@nlc/runtime'
import { Client, liveAt } from './client.ts'
import { requireKeeper } from './client-record.ts'
import { keptSecret, newSecret } from './client-secret.ts'

export const rotateClientSecret = handle(
  RotateClientSecret,
  async ({ clientId, overlapHours = 24 }, { em, caller, emit, fail, checkVersion }) => {
    requireKeeper(caller)
    const client = (await em.findOne(Client, clientId)) ?? fail(NoSuchClient)
    checkVersion(client)
    if (client.authMethod === 'private-key-jwt') fail(ClientUsesKeys)
    // A secret's life is real time, as a token's: moving the sandbox's clock must not lock clients out.
    const at = new Date()
    if (liveAt(at, client.secrets).length > 1) fail(TwoSecretsLive)

    const secret = newSecret()
    const fresh = keptSecret(secret, at)
    const oldEndsAt = new Date(at.getTime() + overlapHours * 3_600_000)
    client.rotateSecret(fresh, oldEndsAt, at)
    emit(ClientSecretRotated, { clientId, secretId: fresh.id, oldEndsAt })
    return { secretId: fresh.id, madeAt: fresh.madeAt, secret }
  },
)

import { ClientAlreadySuspended, ClientSuspended, NoSuchClient, OwnClient, SuspendClient } from '@nlc/contracts/identity'
import { handle } from '@nlc/runtime'
import type { Settings } from '../config.ts'
import { publishTrust } from '../signing-keys/publish-trust.ts'
import { Client } from './client.ts'
import { requireKeeper, shown } from './client-record.ts'

export const suspendClient = (settings: () => Pick<Settings, 'issuer'>) =>
  handle(SuspendClient, async ({ clientId, reason, note }, { em, sql, caller, emit, fail, checkVersion }) => {
    requireKeeper(caller)
    const client = (await em.findOne(Client, clientId)) ?? fail(NoSuchClient)
    checkVersion(client)
    if (clientId === caller.client) fail(OwnClient)
    if (client.suspendedSince) fail(ClientAlreadySuspended)

    const since = new Date()
    client.suspend(reason, note, since)
    await em.flush()
    emit(ClientSuspended, { clientId, since, reason })
    await publishTrust(settings().issuer, { sql, emit })
    return shown(client)
  })

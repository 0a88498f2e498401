import { ClientNotSuspended, ClientReinstated, NoSuchClient, ReinstateClient } from '@nlc/contracts/identity'
import { handle } from '@nlc/runtime'
import type { Settings } from '../config.ts'
import { publishTrust } from '../signing-keys/publish-trust.ts'
import { Client } from './client.ts'
import { requireKeeper, shown } from './client-record.ts'

export const reinstateClient = (settings: () => Pick<Settings, 'issuer'>) =>
  handle(ReinstateClient, async ({ clientId }, { em, sql, caller, emit, fail, checkVersion }) => {
    requireKeeper(caller)
    const client = (await em.findOne(Client, clientId)) ?? fail(NoSuchClient)
    checkVersion(client)
    if (!client.suspendedSince) fail(ClientNotSuspended)

    client.reinstate()
    await em.flush()
    emit(ClientReinstated, { clientId })
    await publishTrust(settings().issuer, { sql, emit })
    return shown(client)
  })

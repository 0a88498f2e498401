import type { Settings } from '../config.ts'
import { changeClient } from './change-client.ts'
import { Client } from './client.ts'
import { endClientSecret } from './end-client-secret.ts'
import { getClient } from './get-client.ts'
import { listClients } from './list-clients.ts'
import { registerClient } from './register-client.ts'
import { reinstateClient } from './reinstate-client.ts'
import { rotateClientSecret } from './rotate-client-secret.ts'
import { suspendClient } from './suspend-client.ts'

export const entities = [Client] as const

export const handlers = (settings: () => Pick<Settings, 'issuer'>) =>
  [
    registerClient,
    getClient,
    listClients,
    changeClient,
    rotateClientSecret,
    endClientSecret,
    suspendClient(settings),
    reinstateClient(settings),
  ] as const

import Type from 'typebox'
import { command, problem } from '../../define.ts'
import { text } from '../../formats.ts'
import { TrustPublished } from '../events.ts'
import { ClientSuspended } from './events.ts'
import { Client, ClientId, SuspensionReason } from './model.ts'
import { NoSuchClient, OwnClient } from './problems.ts'

export const ClientAlreadySuspended = problem(409, 'client-already-suspended', 'The client is suspended already.')

export const SuspendClient = command('identity.suspend-client', {
  summary: 'Suspend a client',
  description: 'It gets no token any more, and those that it has are refused everywhere within seconds.',
  needs: 'clients:write',
  http: 'POST /v1/clients/:clientId/suspension',
  ifMatch: true,
  status: 200,
  input: { clientId: ClientId, reason: SuspensionReason, note: Type.Optional(text(2000)) },
  output: Client,
  emits: [ClientSuspended, TrustPublished],
  problems: [NoSuchClient, ClientAlreadySuspended, OwnClient],
})

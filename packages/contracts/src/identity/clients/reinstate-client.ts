import { command, problem } from '../../define.ts'
import { TrustPublished } from '../events.ts'
import { ClientReinstated } from './events.ts'
import { Client, ClientId } from './model.ts'
import { NoSuchClient } from './problems.ts'

export const ClientNotSuspended = problem(409, 'client-not-suspended', 'The client is not suspended.')

/** Tokens from before the suspension that have not expired are good again: where a secret leaked, rotate it first. */
export const ReinstateClient = command('identity.reinstate-client', {
  summary: "End a client's suspension",
  description: 'Tokens that it got before the suspension, and that have not expired, are good again.',
  needs: 'clients:write',
  http: 'DELETE /v1/clients/:clientId/suspension',
  ifMatch: true,
  input: { clientId: ClientId },
  output: Client,
  emits: [ClientReinstated, TrustPublished],
  problems: [NoSuchClient, ClientNotSuspended],
})

import Type from 'typebox'
import { command, problem } from '../../define.ts'
import { ClientSecretEnded } from './events.ts'
import { ClientId } from './model.ts'
import { NoSuchClient } from './problems.ts'

export const NoSuchSecret = problem(404, 'no-such-secret', 'The client has no such secret, or it has ended.')
export const LastSecret = problem(409, 'last-secret', 'It is the only secret of the client: rotate it, or suspend the client.')

export const EndClientSecret = command('identity.end-client-secret', {
  summary: 'End a secret at once',
  needs: 'clients:write',
  http: 'DELETE /v1/clients/:clientId/secrets/:secretId',
  ifMatch: true,
  input: { clientId: ClientId, secretId: Type.String({ format: 'uuid' }) },
  emits: [ClientSecretEnded],
  problems: [NoSuchClient, NoSuchSecret, LastSecret],
})

import { query } from '../../define.ts'
import { Client, ClientId } from './model.ts'
import { NoSuchClient } from './problems.ts'

export const GetClient = query('identity.get-client', {
  summary: 'Read a client',
  description: 'The national body reads every client, every other client itself alone.',
  needs: 'clients:read',
  http: 'GET /v1/clients/:clientId',
  input: { clientId: ClientId },
  output: Client,
  problems: [NoSuchClient],
})

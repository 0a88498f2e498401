import Type from 'typebox'
import { query } from '../../define.ts'
import { pageOf, paging } from '../../formats.ts'
import { Client, ClientKind } from './model.ts'

export const ListClients = query('identity.list-clients', {
  summary: 'List clients',
  description: 'The national body sees every client, every other client itself alone.',
  needs: 'clients:read',
  http: 'GET /v1/clients',
  input: { ...paging, kind: Type.Optional(ClientKind), suspended: Type.Optional(Type.Boolean()) },
  output: pageOf(Client),
  problems: [],
})

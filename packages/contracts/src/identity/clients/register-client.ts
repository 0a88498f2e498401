import Type from 'typebox'
import { command } from '../../define.ts'
import { ClientRegistered } from './events.ts'
import { AuthMethod, ClientKeys, ClientKind, ClientName, client, MayActForPeople, Scopes, ShownSecret } from './model.ts'
import { KeyNeeded, ScopeNotAllowed, UnusableKey } from './problems.ts'

export const RegisterClient = command('identity.register-client', {
  summary: 'Register a client',
  description: 'With `client-secret`, a secret of 256 random bits is generated and shown in this answer only.',
  needs: 'clients:write',
  http: 'POST /v1/clients',
  input: {
    kind: ClientKind,
    name: ClientName,
    scopes: Scopes,
    authMethod: AuthMethod,
    keys: Type.Optional(ClientKeys),
    mayActForPeople: Type.Optional(MayActForPeople),
  },
  output: Type.Object({ ...client, secret: Type.Optional(ShownSecret) }),
  emits: [ClientRegistered],
  problems: [ScopeNotAllowed, KeyNeeded, UnusableKey],
})

import Type from 'typebox'
import { command } from '../../define.ts'
import { ClientChanged } from './events.ts'
import { Client, ClientId, ClientKeys, ClientName, MayActForPeople, Scopes } from './model.ts'
import { KeyNeeded, NoSuchClient, OwnClient, ScopeNotAllowed, UnusableKey } from './problems.ts'

export const ChangeClient = command('identity.change-client', {
  summary: "Change a client's name, scopes, keys or right to act for people",
  description: 'A field that is left out stays. `keys` replaces them all: to rotate one, send the old and the new, later the new alone.',
  needs: 'clients:write',
  http: 'PATCH /v1/clients/:clientId',
  ifMatch: true,
  input: {
    clientId: ClientId,
    name: Type.Optional(ClientName),
    scopes: Type.Optional(Scopes),
    keys: Type.Optional(ClientKeys),
    mayActForPeople: Type.Optional(MayActForPeople),
  },
  output: Client,
  emits: [ClientChanged],
  problems: [NoSuchClient, ScopeNotAllowed, KeyNeeded, UnusableKey, OwnClient],
})

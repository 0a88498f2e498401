import Type from 'typebox'
import { command, problem } from '../../define.ts'
import { ClientSecretRotated } from './events.ts'
import { ClientId, ClientSecret, ShownSecret } from './model.ts'
import { NoSuchClient } from './problems.ts'

export const ClientUsesKeys = problem(
  409,
  'client-uses-keys',
  'The client authenticates by private-key-jwt and has no secret: change its keys instead.',
)
export const TwoSecretsLive = problem(409, 'two-secrets-live', 'Two secrets are accepted now: end one, or wait until it ends.')

export const RotateClientSecret = command('identity.rotate-client-secret', {
  summary: 'Give a client a new secret',
  description: 'The old secret is accepted for the overlap, then no more.',
  needs: 'clients:write',
  http: 'POST /v1/clients/:clientId/secrets',
  ifMatch: true,
  input: {
    clientId: ClientId,
    overlapHours: Type.Optional(Type.Integer({ minimum: 0, maximum: 720, default: 24, description: '0: the old secret ends at once.' })),
  },
  output: Type.Object({ ...ClientSecret.properties, secret: Type.Optional(ShownSecret) }),
  emits: [ClientSecretRotated],
  problems: [NoSuchClient, ClientUsesKeys, TwoSecretsLive],
})

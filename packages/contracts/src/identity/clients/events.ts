import Type from 'typebox'
import { event } from '../../define.ts'
import { Instant } from '../../formats.ts'
import { AuthMethod, ClientId, ClientKind, MayActForPeople, Scopes, SuspensionReason } from './model.ts'

const registration = {
  clientId: ClientId,
  kind: ClientKind,
  scopes: Scopes,
  authMethod: AuthMethod,
  mayActForPeople: MayActForPeople,
  keyIds: Type.Array(Type.String(), { description: '`kid` of each of its public keys.' }),
}

export const ClientRegistered = event('identity.client-registered', {
  summary: 'A client was registered',
  about: { client: 'clientId' },
  data: registration,
})

/** Tokens issued before keep what they say until they expire. */
export const ClientChanged = event('identity.client-changed', {
  summary: "A client's name, scopes, keys or right to act for people changed",
  about: { client: 'clientId' },
  data: registration,
})

export const ClientSuspended = event('identity.client-suspended', {
  summary: 'A client was suspended: it gets no token, and those that it has are void',
  about: { client: 'clientId' },
  data: { clientId: ClientId, since: Instant, reason: SuspensionReason },
})

export const ClientReinstated = event('identity.client-reinstated', {
  summary: "A client's suspension ended",
  about: { client: 'clientId' },
  data: { clientId: ClientId },
})

export const ClientSecretRotated = event('identity.client-secret-rotated', {
  summary: 'A client got a new secret; the old one ends with the overlap',
  about: { client: 'clientId' },
  data: { clientId: ClientId, secretId: Type.String({ format: 'uuid' }), oldEndsAt: Instant },
})

export const ClientSecretEnded = event('identity.client-secret-ended', {
  summary: 'A secret of a client was ended before its time',
  about: { client: 'clientId' },
  data: { clientId: ClientId, secretId: Type.String({ format: 'uuid' }) },
})

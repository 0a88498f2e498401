import Type from 'typebox'
import { problem } from '../../define.ts'

export const NoSuchClient = problem(404, 'no-such-client', 'There is no such client.')
export const ScopeNotAllowed = problem(422, 'scope-not-allowed', 'A client of this kind cannot have these scopes.', {
  scopes: Type.Array(Type.String()),
  allowed: Type.Array(Type.String()),
})
export const KeyNeeded = problem(422, 'key-needed', 'A client that authenticates by private-key-jwt needs a public key.')
export const UnusableKey = problem(422, 'unusable-key', 'A public key cannot be used.', {
  kid: Type.String(),
  reason: Type.String({ description: 'What is wrong with it, in a sentence.' }),
})
/** So that one national-body client is always left that can undo what was done. */
export const OwnClient = problem(409, 'own-client', 'A client cannot suspend itself or give up its own clients:write.')

import Type from 'typebox'
import { event } from '../../define.ts'

export const SigningKeyRotated = event('identity.signing-key-rotated', {
  summary: 'Tokens are signed with another key',
  about: { issuer: 'issuer' },
  data: {
    issuer: Type.String({ format: 'uri' }),
    keyId: Type.String({ description: '`kid` of the key that signs from now on.' }),
    withdrawn: Type.Boolean({ description: 'The old key was withdrawn at once, and every token that it signed is void.' }),
  },
})

import Type from 'typebox'
import { command } from '../../define.ts'
import { TrustPublished } from '../events.ts'
import { SigningKeyRotated } from './events.ts'
import { SigningKeys } from './model.ts'

export const RotateSigningKey = command('identity.rotate-signing-key', {
  summary: 'Sign tokens with the next key from now on',
  description: 'It happens by itself every 14 days. No live token is harmed, unless `withdraw` is given.',
  needs: 'clients:write',
  http: 'POST /v1/signing-keys/rotation',
  status: 200,
  input: {
    withdraw: Type.Optional(
      Type.Boolean({
        default: false,
        description:
          'The private keys may be known to others: withdraw all keys at once and sign with one that nobody has seen. Every live token is void.',
      }),
    ),
  },
  output: SigningKeys,
  emits: [SigningKeyRotated, TrustPublished],
  problems: [],
})

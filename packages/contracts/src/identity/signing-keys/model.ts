import Type from 'typebox'
import { Instant } from '../../formats.ts'

/** `next` is published ahead of use; `retiring` signs no more, and is published until its last token has expired. */
export const SigningKeyState = Type.Enum(['next', 'current', 'retiring'])

export const SigningKey = Type.Object({
  kid: Type.String(),
  state: SigningKeyState,
  madeAt: Instant,
  signsSince: Type.Optional(Instant),
  publishedUntil: Type.Optional(
    Type.String({ format: 'date-time', description: 'Of a retiring key: tokens that it signed are dead from then on.' }),
  ),
})

/** All keys that are published now. */
export const SigningKeys = Type.Object({ keys: Type.Array(SigningKey) })

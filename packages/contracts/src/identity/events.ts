import Type from 'typebox'
import { event } from '../define.ts'
import { Instant } from '../formats.ts'

/** A public key that tokens are signed with (RFC 8037): what `GET /oauth/jwks` shows. */
export const SigningKeyJwk = Type.Object({
  kid: Type.String(),
  kty: Type.Enum(['OKP']),
  crv: Type.Enum(['Ed25519']),
  x: Type.String(),
  alg: Type.Enum(['EdDSA']),
  use: Type.Enum(['sig']),
})

/**
 * The whole of what a process needs in order to verify tokens: the last one on the stream replaces all before it.
 * Said at every change of it, and at least once a day, so that a process which starts finds one without asking anybody.
 */
export const TrustPublished = event('identity.trust-published', {
  summary: 'The keys that tokens are signed with, and the clients whose tokens are void, are these',
  about: { issuer: 'issuer' },
  data: {
    issuer: Type.String({ format: 'uri', description: "A token's `iss` and `aud`." }),
    keys: Type.Array(SigningKeyJwk, { description: 'The next key, the current one, and those whose last token has not expired yet.' }),
    suspended: Type.Array(
      Type.Object({
        clientId: Type.String(),
        since: Instant,
      }),
      { description: 'No token of these clients is good, whenever it was issued.' },
    ),
  },
})

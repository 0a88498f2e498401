import Type from 'typebox'
import { command, event, problem, query } from '../../define.ts'
import { Instant, text } from '../../formats.ts'
import { AwardingBodyCode } from '../frameworks/model.ts'

const about = { 'awarding-body': 'code' } as const
export const IssuerKeyRotated = event('recognition.issuer-key-rotated', {
  summary: 'An awarding body signs with another key from now on. What older ones signed can still be checked.',
  about,
  data: { code: AwardingBodyCode, keyId: Type.String() },
})
export const IssuerTrusted = event('recognition.issuer-trusted', {
  summary: 'What another body awards can be checked and imported here.',
  about: { issuer: 'did' },
  data: { did: Type.String() },
})
export const IssuerNoLongerTrusted = event('recognition.issuer-no-longer-trusted', {
  summary: 'What another body awards is not taken here any more.',
  about: { issuer: 'did' },
  data: { did: Type.String() },
})

export const NoSuchAwardingBody = problem(404, 'no-such-awarding-body', 'There is no such awarding body.')
export const NoSuchStatusList = problem(404, 'no-such-status-list', 'There is no such status list.')
export const NoSuchIssuer = problem(404, 'no-such-issuer', 'No such issuer is trusted here.')
export const NotADidDocument = problem(
  422,
  'not-a-did-document',
  'It is not the DID document of this issuer: it names its `id`, and Ed25519 keys (`Multikey`) by which it asserts.',
)
export const CredentialRefused = problem(422, 'credential-refused', 'The credential cannot be relied on.', {
  because: Type.Enum([
    'malformed',
    'not-an-achievement',
    'unknown-issuer',
    'unknown-key',
    'signature-does-not-match',
    'not-valid-yet',
    'expired',
    'revoked',
    'status-unknown',
  ]),
})

const Did = Type.String({ pattern: '^did:web:[A-Za-z0-9._%:-]+$', maxLength: 500, examples: ['did:web:other.example'] })
const list = { code: AwardingBodyCode, number: Type.Integer({ minimum: 1 }) }

export const ReadDidDocument = query('recognition.read-did-document', {
  summary: 'Read the DID document of an awarding body',
  description:
    'At the address that its DID (`did:web`) leads to: the keys by which what it awards is checked, those that no longer sign among them.',
  needs: 'public',
  http: 'GET /v1/awarding-bodies/:code/did.json',
  input: { code: AwardingBodyCode },
  problems: [NoSuchAwardingBody],
  stream: { produces: 'application/did+json' },
})

export const ReadStatusList = query('recognition.read-status-list', {
  summary: 'Read a status list of an awarding body',
  description:
    'A Bitstring Status List credential with a Data Integrity proof: which of its credentials are revoked. It says nothing of any other.',
  needs: 'public',
  http: 'GET /v1/awarding-bodies/:code/status-lists/:number',
  input: list,
  problems: [NoSuchStatusList],
  stream: { produces: 'application/vc' },
})

export const ReadStatusListJwt = query('recognition.read-status-list-jwt', {
  summary: 'Read a status list of an awarding body as a JWT',
  needs: 'public',
  http: 'GET /v1/awarding-bodies/:code/status-lists/:number/list.jwt',
  input: list,
  problems: [NoSuchStatusList],
  stream: { produces: 'application/vc+jwt' },
})

export const RotateIssuerKey = command('recognition.rotate-issuer-key', {
  summary: 'Have an awarding body sign with another key',
  description: 'It happens by itself once a year. What the older keys signed can still be checked.',
  needs: 'national-body',
  http: 'POST /v1/awarding-bodies/:code/key-rotation',
  input: { code: AwardingBodyCode },
  output: Type.Object({ code: AwardingBodyCode, keyId: Type.String() }),
  emits: [IssuerKeyRotated],
  problems: [NoSuchAwardingBody],
  status: 200,
})

export const TrustedIssuer = Type.Object({
  did: Did,
  name: text(200),
  document: Type.Object({ id: Type.String() }, { additionalProperties: true, description: 'Its DID document.' }),
  trustedAt: Instant,
})

export const TrustIssuer = command('recognition.trust-issuer', {
  summary: 'Trust what another body awards',
  description: 'With its DID document as that body gave it: nothing is fetched. Trusted again, the document is replaced.',
  needs: 'national-body',
  http: 'PUT /v1/trusted-issuers/:did',
  input: { did: Did, name: TrustedIssuer.properties.name, document: TrustedIssuer.properties.document },
  output: TrustedIssuer,
  emits: [IssuerTrusted],
  problems: [NotADidDocument],
})

export const StopTrustingIssuer = command('recognition.stop-trusting-issuer', {
  summary: 'Trust another body’s awards no longer',
  description: 'What was imported stays; nothing more of it is taken.',
  needs: 'national-body',
  http: 'DELETE /v1/trusted-issuers/:did',
  input: { did: Did },
  emits: [IssuerNoLongerTrusted],
  problems: [NoSuchIssuer],
})

export const ListTrustedIssuers = query('recognition.list-trusted-issuers', {
  summary: 'List the bodies whose awards are trusted',
  needs: 'recognition:read',
  http: 'GET /v1/trusted-issuers',
  input: {},
  output: Type.Object({ items: Type.Array(TrustedIssuer) }),
  problems: [],
})

/** What a credential says, once it is found that it can be relied on. */
export const CheckedCredential = Type.Object({
  id: Type.String(),
  issuer: Type.String(),
  name: Type.String(),
  achievement: Type.String(),
  validFrom: Instant,
  validUntil: Type.Optional(Instant),
})

export const CheckCredential = query('recognition.check-credential', {
  summary: 'Check a credential',
  description:
    'Open Badges 3.0, with a Data Integrity proof or as a JWT, of an awarding body here or of one that is trusted: signature, time and status. Nothing is fetched, so another body’s status list comes with it.',
  needs: 'recognition:read',
  http: 'POST /v1/credential-checks',
  input: {
    credential: Type.Union([Type.Object({}, { additionalProperties: true }), Type.String({ maxLength: 200_000 })]),
    statusList: Type.Optional(Type.Union([Type.Object({}, { additionalProperties: true }), Type.String({ maxLength: 200_000 })])),
  },
  output: CheckedCredential,
  problems: [CredentialRefused],
})

export const operations = [
  ReadDidDocument,
  ReadStatusList,
  ReadStatusListJwt,
  RotateIssuerKey,
  TrustIssuer,
  StopTrustingIssuer,
  ListTrustedIssuers,
  CheckCredential,
] as const
export const events = [IssuerKeyRotated, IssuerTrusted, IssuerNoLongerTrusted] as const

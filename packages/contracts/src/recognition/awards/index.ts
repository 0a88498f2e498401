import Type from 'typebox'
import { command, problem, query } from '../../define.ts'
import { pageOf, paging } from '../../formats.ts'
import { NeedsPerson } from '../../membership/networks/problems.ts'
import { AwardFollowedPerson, AwardMade, AwardPageClosed, AwardPageOpened, AwardRevoked } from './events.ts'
import { Award, AwardId, revocation } from './model.ts'

export * from './events.ts'
export * from './model.ts'

export const NoSuchAward = problem(404, 'no-such-award', 'There is no such award.')
export const RevokedAlready = problem(409, 'revoked-already', 'The award is revoked.')
export const NoSuchPage = problem(404, 'no-such-page', 'There is no such page: its address is wrong, or its holder closed it.')

export const GetAward = query('recognition.get-award', {
  summary: 'Get an award',
  description: 'By its holder, and who leads its centre.',
  needs: 'recognition:read',
  http: 'GET /v1/awards/:awardId',
  input: { awardId: AwardId },
  output: Award,
  problems: [NoSuchAward],
})

export const ListAwards = query('recognition.list-awards', {
  summary: 'List one’s own awards',
  needs: 'recognition:read',
  http: 'GET /v1/awards',
  input: paging,
  output: pageOf(Award),
  problems: [NeedsPerson],
})

export const RevokeAward = command('recognition.revoke-award', {
  summary: 'Revoke an award',
  description: 'By who leads the centre at which it was awarded.',
  needs: 'recognition:write',
  http: 'POST /v1/awards/:awardId/revocation',
  input: { awardId: AwardId, ...revocation },
  output: Award,
  emits: [AwardRevoked],
  problems: [NoSuchAward, RevokedAlready],
  status: 200,
  ifMatch: true,
})

export const ReadCredential = query('recognition.read-credential', {
  summary: 'Read the credential of an award',
  description:
    'By its holder: an Open Badges 3.0 achievement credential (W3C Verifiable Credential 2.0) with a Data Integrity proof (eddsa-rdfc-2022).',
  needs: 'recognition:read',
  http: 'GET /v1/awards/:awardId/credential',
  input: { awardId: AwardId },
  problems: [NoSuchAward],
  stream: { produces: 'application/vc' },
})

export const ReadCredentialJwt = query('recognition.read-credential-jwt', {
  summary: 'Read the credential of an award as a JWT',
  description: 'By its holder: the same credential, signed as a compact JWS with EdDSA.',
  needs: 'recognition:read',
  http: 'GET /v1/awards/:awardId/credential.jwt',
  input: { awardId: AwardId },
  problems: [NoSuchAward],
  stream: { produces: 'application/vc+jwt' },
})

export const OpenAwardPage = command('recognition.open-award-page', {
  summary: 'Open a public page of an award',
  description:
    'By its holder: at an address that nobody can guess, shown this once. Opened again, it is at a new address, and the old one leads nowhere. It names nobody.',
  needs: 'recognition:write',
  http: 'POST /v1/awards/:awardId/page',
  input: { awardId: AwardId },
  output: Type.Object({ awardId: AwardId, path: Type.String({ description: 'Of the page, below the gateway’s address.' }) }),
  emits: [AwardPageOpened],
  problems: [NoSuchAward],
})

export const CloseAwardPage = command('recognition.close-award-page', {
  summary: 'Close the public page of an award',
  description: 'By its holder. Closed again, it answers as before.',
  needs: 'recognition:write',
  http: 'DELETE /v1/awards/:awardId/page',
  input: { awardId: AwardId },
  emits: [AwardPageClosed],
  problems: [NoSuchAward],
})

export const ReadAwardPage = query('recognition.read-award-page', {
  summary: 'Read the public page of an award',
  description: 'For people, by its address alone: what was recognised, and whether it stands. The browser checks the signatures.',
  needs: 'public',
  http: 'GET /v1/award-pages/:pageToken',
  input: { pageToken: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }) },
  problems: [NoSuchPage],
  stream: { produces: 'text/html; charset=utf-8' },
})

export const operations = [
  GetAward,
  ListAwards,
  RevokeAward,
  ReadCredential,
  ReadCredentialJwt,
  OpenAwardPage,
  CloseAwardPage,
  ReadAwardPage,
] as const
export const events = [AwardMade, AwardRevoked, AwardPageOpened, AwardPageClosed, AwardFollowedPerson] as const

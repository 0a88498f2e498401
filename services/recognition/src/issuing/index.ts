import type { Settings } from '../config.ts'
import { checkCredentialOf, readDidDocument, readStatusListJwt, readStatusListOf, rotateIssuerKey } from './issue.ts'
import { listTrustedIssuers, stopTrustingIssuer, trustIssuer } from './trust-issuers.ts'

export const handlers = (settings: () => Settings) =>
  [
    readDidDocument(settings),
    readStatusListOf(settings),
    readStatusListJwt(settings),
    rotateIssuerKey(settings),
    checkCredentialOf(settings),
    trustIssuer,
    stopTrustingIssuer,
    listTrustedIssuers,
  ] as const
export const entities = [] as const
export const reactions = [] as const
export const works = [] as const

/** An award as an Open Badges 3.0 achievement credential. It names nobody: whoever holds it shows it. */
import type { Framework } from '../frameworks/framework.ts'
import { credentialsContext, openBadgesContext } from '../issuing/contexts.ts'
import { seconds } from '../issuing/data-integrity.ts'
import { didOf } from '../issuing/did-document.ts'
import type { Signable } from '../issuing/jwt.ts'
import { digestMultibaseOf } from '../issuing/multibase.ts'
import { listUrlOf } from '../issuing/status-list.ts'
import type { Manifest } from '../presentations/manifest.ts'

export interface Awarded {
  readonly awardId: string
  /** Of this award alone: it leads to nobody. */
  readonly subjectId: string
  readonly awardedAt: Date
  readonly validUntil: Date | undefined
  readonly stage: string
  readonly manifest: Manifest
  /** Of each item of evidence, of which dimensions it is. */
  readonly dimensionsOf: ReadonlyMap<string, readonly string[]>
  readonly place: { readonly number: number; readonly index: number }
}

export function achievementCredential(issuer: string, framework: Framework, awarded: Awarded): Signable {
  const { awardId, subjectId, awardedAt, validUntil, manifest, dimensionsOf, place } = awarded
  const { awardingBody, dimensions } = framework
  const stage = framework.stages.find(({ code }) => code === awarded.stage)!
  const did = didOf(issuer, awardingBody.code)
  const achievementId = `${issuer}/v1/frameworks/${framework.code}?edition=${framework.edition}#stage-${stage.code}`
  const resultOf = (code: string) => `${achievementId}-${code}`
  const labels = new Map(dimensions.map(({ code, label }) => [code, label]))
  const list = listUrlOf(issuer, awardingBody.code, place.number)
  return {
    '@context': [credentialsContext, openBadgesContext],
    id: `urn:uuid:${awardId}`,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: `${framework.name}: ${stage.label}`,
    issuer: { id: did, type: ['Profile'], name: awardingBody.name },
    validFrom: seconds(awardedAt),
    ...(validUntil !== undefined && { validUntil: seconds(validUntil) }),
    credentialSubject: {
      id: `urn:uuid:${subjectId}`,
      type: ['AchievementSubject'],
      achievement: {
        id: achievementId,
        type: ['Achievement'],
        achievementType: 'Award',
        name: `${framework.name}: ${stage.label}`,
        description: stage.description ?? `${stage.label} of ${framework.name}, judged in ${dimensions.length} dimensions.`,
        version: String(framework.edition),
        criteria: {
          narrative: dimensions
            .map(({ label, criteria }) => `${label}\n${criteria.map((criterion) => `- ${criterion}`).join('\n')}`)
            .join('\n\n'),
        },
        resultDescription: dimensions.map(({ code, label }) => ({
          id: resultOf(code),
          type: ['ResultDescription'],
          name: label,
          resultType: 'Status',
        })),
      },
      result: dimensions.map(({ code, criteria }) => ({
        type: ['Result'],
        resultDescription: resultOf(code),
        status: 'Completed',
        narrative: `Found by independent verifiers: ${criteria.join(' ')}`,
      })),
    },
    evidence: manifest.evidence.map(({ id, sha256, fileSha256 }) => ({
      id: `urn:uuid:${id}`,
      type: ['Evidence'],
      narrative: `Evidence of: ${(dimensionsOf.get(id) ?? []).map((code) => labels.get(code) ?? code).join(', ')}.`,
      digestMultibase: digestMultibaseOf(fileSha256 ?? sha256),
    })),
    credentialStatus: {
      id: `${list}#${place.index}`,
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: String(place.index),
      statusListCredential: list,
    },
  }
}

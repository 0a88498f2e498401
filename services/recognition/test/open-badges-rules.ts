/**
 * What Open Badges 3.0 asks of an achievement credential, class by class (appendix B of the specification, document version 1.0 final):
 * which properties have to be there, how many, and from which vocabulary.
 */
type Json = Record<string, unknown>
const uri = /^[a-z][a-z0-9+.-]*:\S+$/i
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/
const statuses = ['Completed', 'Enrolled', 'Failed', 'InProgress', 'OnHold', 'Provisional', 'Withdrew']
const resultTypes = [
  'GradePointAverage',
  'LetterGrade',
  'Percent',
  'PerformanceLevel',
  'PredictedScore',
  'RawScore',
  'Result',
  'RubricCriterion',
  'RubricCriterionLevel',
  'RubricScore',
  'ScaledScore',
  'Status',
]

/** @returns each rule that is broken; none: it is one. */
export function brokenRules(credential: Json): string[] {
  const broken: string[] = []
  const rule = (holds: boolean, what: string) => void (holds || broken.push(what))
  const typed = (value: Json, type: string, at: string) =>
    rule(Array.isArray(value.type) && value.type.includes(type), `${at} is a ${type}`)
  const isUri = (value: unknown, at: string) => rule(typeof value === 'string' && uri.test(value), `${at} is a URI`)
  const isText = (value: unknown, at: string) => rule(typeof value === 'string' && value !== '', `${at} is a text`)

  const contexts = credential['@context'] as unknown[]
  rule(contexts?.[0] === 'https://www.w3.org/ns/credentials/v2', 'the first context is that of credentials')
  rule(contexts?.[1] === 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json', 'the second context is that of Open Badges')
  rule(contexts?.length === 2, 'there is no context of our own')
  isUri(credential.id, 'id')
  typed(credential, 'VerifiableCredential', 'the credential')
  rule(
    ['OpenBadgeCredential', 'AchievementCredential'].some((type) => (credential.type as string[]).includes(type)),
    'it is an achievement credential',
  )
  for (const at of ['validFrom', 'validUntil'] as const)
    rule(credential[at] === undefined ? at === 'validUntil' : instant.test(String(credential[at])), `${at} has a time zone`)
  const issuer = credential.issuer as Json
  isUri(issuer.id, 'issuer.id')
  typed(issuer, 'Profile', 'issuer')

  const subject = credential.credentialSubject as Json
  typed(subject, 'AchievementSubject', 'credentialSubject')
  rule(subject.id !== undefined || Array.isArray(subject.identifier), 'the subject has an id or an identifier')
  isUri(subject.id, 'credentialSubject.id')
  const achievement = subject.achievement as Json
  typed(achievement, 'Achievement', 'achievement')
  isUri(achievement.id, 'achievement.id')
  isText(achievement.name, 'achievement.name')
  isText(achievement.description, 'achievement.description')
  isText((achievement.criteria as Json).narrative, 'criteria.narrative')
  rule(achievement.achievementType === 'Award', 'achievementType is of the vocabulary')
  const described = new Map((achievement.resultDescription as Json[]).map((description) => [description.id, description]))
  for (const description of described.values()) {
    typed(description, 'ResultDescription', 'resultDescription')
    isUri(description.id, 'resultDescription.id')
    isText(description.name, 'resultDescription.name')
    rule(resultTypes.includes(String(description.resultType)), 'resultType is of the vocabulary')
  }
  for (const result of subject.result as Json[]) {
    typed(result, 'Result', 'result')
    const description = described.get(result.resultDescription)
    rule(description !== undefined, 'a result’s description is in the achievement')
    rule(description?.resultType !== 'Status' || statuses.includes(String(result.status)), 'a status is of the vocabulary')
  }
  for (const item of credential.evidence as Json[]) {
    typed(item, 'Evidence', 'evidence')
    isUri(item.id, 'evidence.id')
    isText(item.narrative, 'evidence.narrative')
  }
  const status = credential.credentialStatus as Json
  isUri(status.id, 'credentialStatus.id')
  rule(typeof status.type === 'string', 'credentialStatus has a type')
  const proof = credential.proof as Json
  rule(proof.proofPurpose === 'assertionMethod', 'the proof is an assertion')
  isUri(proof.verificationMethod, 'proof.verificationMethod')
  return broken
}

/** One byte changed, and it is refused: by software that is not ours, and by us. */
import { CheckCredential, RevokeAward } from '@nlc/contracts/recognition'
import { beforeAll, expect, test } from 'vitest'
import { type AwardedUnderTest, givenAward, type Proof, proofOf } from '../../test/awarded-under-test.ts'
import { isRevokedByDigitalBazaar, readByJose, verdictOfDigitalBazaar } from '../../test/others-verify.ts'
import { acting, recognitionUnderTest, theNationalBody } from '../../test/recognition-under-test.ts'

const recognition = recognitionUnderTest()
let award: AwardedUnderTest
let proof: Proof
let another: Proof
beforeAll(async () => {
  award = await givenAward(recognition)
  proof = await proofOf(recognition, award)
  another = await proofOf(recognition, await givenAward(recognition))
}, 60_000)

type Json = Record<string, unknown>
type Path = readonly (string | number)[]

const because = async (credential: object | string, statusList?: object | string) => {
  const as = await theNationalBody()
  const input = { credential, ...(statusList !== undefined && { statusList }) }
  return (await recognition.refusal(CheckCredential, input as never, { as })).because
}

/** Every text in it, by where it stands. */
function* textsIn(value: unknown, at: Path = []): Generator<[Path, string]> {
  if (typeof value === 'string') yield [at, value]
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) yield* textsIn(inner, [...at, Array.isArray(value) ? Number(key) : key])
}

function changed(document: object, path: Path, change: (holder: Json, key: string) => void): Json {
  const copy = structuredClone(document) as Json
  let holder = copy
  for (const key of path.slice(0, -1)) holder = holder[key as string] as Json
  change(holder, path.at(-1) as string)
  return copy
}

/** Another character in the middle. */
const bent = (text: string): string => {
  const middle = Math.floor(text.length / 2)
  return `${text.slice(0, middle)}${text[middle] === 'x' ? 'y' : 'x'}${text.slice(middle + 1)}`
}

/** What it is called → what it has become. */
function tampered(): Map<string, Json> {
  const { credential } = proof
  const all = new Map<string, Json>()
  for (const [path, text] of textsIn(credential)) {
    // How often one and the same criterion of the six is bent shows nothing more.
    if (path.includes('result') && Number(path.at(path.indexOf('result') + 1)) > 1) continue
    if (path.includes('resultDescription') && Number(path.at(path.indexOf('resultDescription') + 1)) > 1) continue
    all.set(
      `${path.join('.')} bent`,
      changed(credential, path, (holder, key) => (holder[key] = bent(text))),
    )
  }
  for (const key of Object.keys(credential))
    all.set(
      `${key} taken out`,
      changed(credential, [key], (holder) => delete holder[key]),
    )
  const put = (name: string, path: Path, value: unknown) =>
    all.set(
      name,
      changed(credential, path, (holder, key) => (holder[key] = value)),
    )
  put('another achievement put in', ['credentialSubject', 'achievement', 'name'], 'Teacher Learning Academy: Stage 4')
  put('what no context defines put in', ['credentialSubject', 'grade'], 'distinction')
  put('a holder’s name put in', ['credentialSubject', 'name'], 'Somebody')
  put('no end put in', ['validUntil'], '2099-01-01T00:00:00Z')
  put('the contexts the other way round', ['@context'], (credential['@context'] as string[]).toReversed())
  put('a context of somebody’s own', ['@context'], [...(credential['@context'] as string[]), { narrative: 'https://example.org/nothing' }])
  put('another’s proof', ['proof'], another.credential.proof)
  put('another’s signature', ['proof', 'proofValue'], (another.credential.proof as Json).proofValue)
  put('signed by another’s key', ['proof', 'verificationMethod'], (another.credential.proof as Json).verificationMethod)
  put('another’s issuer', ['issuer'], another.credential.issuer)
  put('another’s place in the status list', ['credentialStatus'], another.credential.credentialStatus)
  put('for another purpose', ['proof', 'proofPurpose'], 'authentication')
  put('another evidence', ['evidence', 0, 'digestMultibase'], 'uEiAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')
  put('no evidence', ['evidence'], [])
  put('no results', ['credentialSubject', 'result'], [])
  return all
}

test('what was changed in the credential is refused, each of them by both', async () => {
  expect((await verdictOfDigitalBazaar(proof.credential, proof)).verified).toBe(true)
  const all = tampered()
  expect(all.size).toBeGreaterThan(60)
  const acceptedByOthers: string[] = []
  const acceptedByUs: string[] = []
  for (const [name, credential] of all) {
    const others = await verdictOfDigitalBazaar(credential, proof).catch(() => ({ verified: false }))
    if (others.verified) acceptedByOthers.push(name)
    if ((await because(credential)) === undefined) acceptedByUs.push(name)
  }
  expect(acceptedByOthers).toEqual([])
  expect(acceptedByUs).toEqual([])
}, 60_000)

test('what was changed in the JWT is refused, each of them by both', async () => {
  const [header, payload, signature] = proof.jwt.split('.') as [string, string, string]
  const json = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Json
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const [anotherHeader, , anotherSignature] = another.jwt.split('.') as [string, string, string]
  const all = new Map<string, string>([
    ['no signature', `${header}.${payload}.`],
    ['alg none', `${encoded({ ...json(header), alg: 'none' })}.${payload}.`],
    ['alg none, signature kept', `${encoded({ ...json(header), alg: 'none' })}.${payload}.${signature}`],
    ['alg HS256', `${encoded({ ...json(header), alg: 'HS256' })}.${payload}.${signature}`],
    ['another’s key named', `${encoded({ ...json(header), kid: json(anotherHeader).kid })}.${payload}.${signature}`],
    ['another’s signature', `${header}.${payload}.${anotherSignature}`],
    ['another’s header', `${anotherHeader}.${payload}.${signature}`],
    ['two parts', `${header}.${payload}`],
    ['nothing', ''],
    ['no JSON', `${header}.${Buffer.from('text').toString('base64url')}.${signature}`],
  ])
  for (const at of [0.1, 0.3, 0.5, 0.7, 0.9]) {
    const position = Math.floor(signature.length * at)
    all.set(
      `signature bent at ${at}`,
      `${header}.${payload}.${signature.slice(0, position)}${signature[position] === 'A' ? 'B' : 'A'}${signature.slice(position + 1)}`,
    )
  }
  for (const [path, text] of textsIn(json(payload)))
    all.set(
      `${path.join('.')} bent`,
      `${header}.${encoded(changed(json(payload), path, (holder, key) => (holder[key] = bent(text))))}.${signature}`,
    )
  expect(all.size).toBeGreaterThan(30)
  expect(await because(another.jwt).catch(() => 'accepted')).toBe('accepted')
  for (const [name, jwt] of all) {
    expect(
      await readByJose(jwt, proof).then(
        () => name,
        () => undefined,
      ),
      name,
    ).toBeUndefined()
    expect(await because(jwt), name).toBeDefined()
  }
}, 60_000)

test('a status list that was changed, or is another one, says nothing of whether it is revoked', async () => {
  await recognition.ask(RevokeAward, { awardId: award.awardId, reason: 'misconduct' }, { as: await acting(award.leaderId) })
  const revoked = await proofOf(recognition, award)
  const { encodedList } = proof.list.credentialSubject as Json
  const forged = { ...revoked.list, credentialSubject: { ...(revoked.list.credentialSubject as Json), encodedList } } as Proof['list']
  await expect(isRevokedByDigitalBazaar(proof.credential, { ...proof, list: forged })).rejects.toThrow()
  // Our own list is read here, whatever comes along.
  expect(await because(proof.credential, forged)).toBe('revoked')
  expect(await because(proof.credential, proof.list)).toBe('revoked')
})

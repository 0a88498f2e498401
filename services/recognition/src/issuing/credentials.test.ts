/** What is awarded can be checked by software that is not ours, and nothing that was changed can. */
import { verifyCredential as verifyByDcc } from '@digitalcredentials/verifier-core'
import { CheckCredential, RevokeAward, RotateIssuerKey, TrustIssuer } from '@nlc/contracts/recognition'
import { CompactSign } from 'jose'
import { afterEach, expect, test, vi } from 'vitest'
import { givenAward, type Proof, proofOf } from '../../test/awarded-under-test.ts'
import { brokenRules } from '../../test/open-badges-rules.ts'
import { isRevokedByDigitalBazaar, readByJose, verdictOfDigitalBazaar } from '../../test/others-verify.ts'
import { acting, recognitionUnderTest, theNationalBody } from '../../test/recognition-under-test.ts'
import { withProof } from './data-integrity.ts'
import { didDocumentOf, jwkIdOf, multikeyIdOf } from './did-document.ts'
import { newKeyPair } from './ed25519.ts'
import { asJwt, type Signable } from './jwt.ts'
import { encodeList } from './status-list.ts'

const recognition = recognitionUnderTest()
const check = async (credential: object | string) => recognition.ask(CheckCredential, { credential }, { as: await theNationalBody() })
const because = async (credential: object | string) =>
  (await recognition.refusal(CheckCredential, { credential }, { as: await theNationalBody() })).because

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

test('its shape is what Open Badges 3.0 asks for', async () => {
  const { credential } = await proofOf(recognition, await givenAward(recognition, { validYears: 3 }))
  expect(brokenRules(credential)).toEqual([])
  // The rules can be broken.
  const { achievement } = credential.credentialSubject as { achievement: object }
  const without = {
    ...credential,
    credentialSubject: { ...(credential.credentialSubject as object), achievement: { ...achievement, name: '' } },
  }
  expect(brokenRules(without)).toEqual(['achievement.name is a text'])
  expect(brokenRules({ ...credential, validFrom: '2026-01-01T00:00:00' })).toEqual(['validFrom has a time zone'])
})

/** What it would fetch is handed to it; everything else is not reached. */
function offline({ did, list }: Proof): string[] {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (request: string | URL | Request) => {
    const url = request instanceof Request ? request.url : String(request)
    asked.push(url)
    if (url.endsWith('/did.json')) return Response.json(did)
    if (url === list.id) return Response.json(list)
    throw new TypeError('there is no network')
  })
  return asked
}

test('the verifier of the Digital Credentials Consortium accepts it, as far as it goes offline', async () => {
  const award = await givenAward(recognition)
  const proof = await proofOf(recognition, award)
  await recognition.ask(RevokeAward, { awardId: award.awardId, reason: 'misconduct' }, { as: await acting(award.leaderId) })
  const revoked = await proofOf(recognition, award)
  // It says that it could not have the schema.
  for (const say of ['log', 'error'] as const) vi.spyOn(console, say).mockImplementation(() => {})
  const asked = offline(proof)
  const log = async (credential: object) => {
    const result = await verifyByDcc({ credential, knownDIDRegistries: [] } as never)
    return (result as unknown as { log?: { id: string; valid: boolean }[] }).log?.map(({ id, valid }) => [id, valid])
  }
  const accepted = [
    ['valid_signature', true],
    ['expiration', true],
    ['revocation_status', true],
  ]
  expect(await log(proof.credential)).toEqual(expect.arrayContaining(accepted))
  expect(asked.some((url) => url.endsWith(`/v1/awarding-bodies/${award.awardingBody}/did.json`))).toBe(true)
  expect(await log({ ...proof.credential, name: 'Another' })).not.toEqual(expect.arrayContaining([['valid_signature', true]]))
  offline(revoked)
  expect(await log(proof.credential)).toEqual(expect.arrayContaining([['revocation_status', false]]))
})

test('others verify it, in both forms: signature, key, time and status', async () => {
  const award = await givenAward(recognition)
  const proof = await proofOf(recognition, award)
  expect(await verdictOfDigitalBazaar(proof.credential, proof)).toMatchObject({ verified: true })
  expect(await isRevokedByDigitalBazaar(proof.credential, proof)).toBe(false)
  const payload = await readByJose(proof.jwt, proof)
  const { proof: _, ...unsigned } = proof.credential
  expect(payload).toMatchObject({ ...unsigned, iss: proof.did.id, jti: unsigned.id })
  expect(await readByJose(proof.listJwt, proof)).toMatchObject({ id: proof.list.id, credentialSubject: proof.list.credentialSubject })
  const said = { id: unsigned.id, issuer: proof.did.id, name: 'Teacher Learning Academy: Stage 1' }
  expect(await check(proof.credential)).toMatchObject(said)
  expect(await check(proof.jwt)).toMatchObject(said)
})

test('revoked, others read it as revoked, and so do we', async () => {
  const award = await givenAward(recognition)
  const before = await proofOf(recognition, award)
  expect((await recognition.refusal(RevokeAward, { awardId: award.awardId, reason: 'misconduct' }, { as: award.as })).type).toBe(
    '/problems/no-such-award',
  )
  const by = await acting(award.leaderId)
  expect(await recognition.ask(RevokeAward, { awardId: award.awardId, reason: 'not-their-own-work' }, { as: by })).toMatchObject({
    state: 'revoked',
    revocationReason: 'not-their-own-work',
  })
  expect((await recognition.refusal(RevokeAward, { awardId: award.awardId, reason: 'misconduct' }, { as: by })).type).toBe(
    '/problems/revoked-already',
  )
  const after = await proofOf(recognition, award)
  expect(await isRevokedByDigitalBazaar(before.credential, after)).toBe(true)
  expect(await isRevokedByDigitalBazaar(before.credential, before)).toBe(false)
  expect([await because(before.credential), await because(before.jwt)]).toEqual(['revoked', 'revoked'])
})

test('a body that signs with another key still stands by what the older one signed', async () => {
  const award = await givenAward(recognition)
  const before = await proofOf(recognition, award)
  const { keyId } = await recognition.ask(RotateIssuerKey, { code: award.awardingBody }, { as: await theNationalBody() })
  const after = await proofOf(recognition, award)
  expect(after.did.verificationMethod).toHaveLength(4)
  expect((after.list.proof as { verificationMethod: string }).verificationMethod).toBe(`${after.did.id}#${keyId}`)
  expect(after.credential).toEqual(before.credential)
  expect(await verdictOfDigitalBazaar(before.credential, after)).toMatchObject({ verified: true })
  expect(await check(before.credential)).toBeDefined()
})

test('one that holds for some years is refused by others and by us when they are over', async () => {
  const award = await givenAward(recognition, { validYears: 1 })
  const proof = await proofOf(recognition, award)
  const later = new Date(recognition.clock.now().getTime() + 366 * 86_400_000)
  expect(await verdictOfDigitalBazaar(proof.credential, proof)).toMatchObject({ verified: true })
  expect(await verdictOfDigitalBazaar(proof.credential, proof, later)).toMatchObject({ verified: false })
  await recognition.clock.advance({ days: 366 })
  expect([await because(proof.credential), await because(proof.jwt)]).toEqual(['expired', 'expired'])
})

test('of another body it is checked by the document that it is trusted by, and by the status list that comes along', async () => {
  const did = 'did:web:other.example'
  const { publicKey, privateKey } = newKeyPair()
  const key = { did, multikeyId: multikeyIdOf(did, publicKey), jwkId: jwkIdOf(did, publicKey), privateKey }
  const as = await theNationalBody()
  const now = new Date()
  const list = 'https://other.example/status/7'
  const { proof: _, ...own } = (await proofOf(recognition, await givenAward(recognition))).credential
  const status = { type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListCredential: list }
  const credentialAt = (index: number, more: object = {}) =>
    ({
      ...{ ...own, issuer: { id: did, type: ['Profile'], name: 'Other' } },
      ...{ credentialStatus: { ...status, id: `${list}#${index}`, statusListIndex: String(index) } },
      ...more,
    }) as unknown as Signable
  const listOf = async (revoked: number[], more: object = {}) =>
    withProof(
      {
        ...{
          '@context': ['https://www.w3.org/ns/credentials/v2'],
          id: list,
          type: ['VerifiableCredential', 'BitstringStatusListCredential'],
        },
        ...{ issuer: did, validFrom: '2026-01-01T00:00:00Z' },
        credentialSubject: {
          id: `${list}#list`,
          type: 'BitstringStatusList',
          statusPurpose: 'revocation',
          encodedList: await encodeList(revoked),
        },
        ...more,
      },
      key,
      now,
    )
  const ask = (credential: object | string, statusList?: object) => ({ credential, ...(statusList && { statusList }) }) as never
  const refused = async (credential: object | string, statusList?: object) =>
    (await recognition.refusal(CheckCredential, ask(credential, statusList), { as })).because
  const signed = await withProof(credentialAt(12), key, now)
  const good = await listOf([11, 13])

  expect(await refused(signed, good)).toBe('unknown-issuer')
  await recognition.ask(TrustIssuer, { did, name: 'Other', document: didDocumentOf(did, [publicKey]) as never }, { as })
  expect(await recognition.ask(CheckCredential, ask(signed, good), { as })).toMatchObject({ issuer: did })
  expect(await recognition.ask(CheckCredential, ask(await asJwt(credentialAt(12), key), good), { as })).toMatchObject({ issuer: did })
  expect(await refused(signed)).toBe('status-unknown')
  expect(await refused(signed, await listOf([12]))).toBe('revoked')
  expect(await refused(signed, { ...good, issuer: 'did:web:someone.example' })).toBe('status-unknown')
  expect(await refused(signed, await listOf([], { id: 'https://other.example/status/8' }))).toBe('status-unknown')
  expect(await refused(await withProof(credentialAt(200_000_000), key, now), good)).toBe('status-unknown')

  // What the body itself signed, and is no credential all the same.
  expect(await refused(await withProof(credentialAt(12, { validFrom: '2099-01-01T00:00:00Z' }), key, now), good)).toBe('not-valid-yet')
  expect(await refused(await withProof(credentialAt(12, { validUntil: '2026-01-02T00:00:00Z' }), key, now), good)).toBe('expired')
  expect(await refused(await withProof(credentialAt(12, { type: ['VerifiableCredential'] }), key, now), good)).toBe('not-an-achievement')
  const otherKey = newKeyPair()
  const unlisted = {
    ...key,
    multikeyId: multikeyIdOf(did, otherKey.publicKey),
    jwkId: jwkIdOf(did, otherKey.publicKey),
    privateKey: otherKey.privateKey,
  }
  expect(await refused(await withProof(credentialAt(12), unlisted, now), good)).toBe('unknown-key')
  expect(await refused(await asJwt(credentialAt(12), unlisted), good)).toBe('unknown-key')
  const claims = { ...credentialAt(12), iss: did, jti: own.id, nbf: 1, sub: (own.credentialSubject as { id: string }).id }
  const disagreeing = await new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: key.jwkId })
    .sign(privateKey)
  expect(await refused(disagreeing, good)).toBe('malformed')
})

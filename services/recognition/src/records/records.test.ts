/** What was recognised travels: exported as one archive, checked and imported elsewhere, and nothing else is taken for one. */
import { createHash, randomBytes } from 'node:crypto'
import { PersonErased } from '@nlc/contracts/membership'
import {
  AddEvidence,
  AttestPortfolio,
  DescribeJourney,
  GetRecord,
  ImportRecord,
  ListRecords,
  RecordImported,
  RemoveRecord,
  RevokeAward,
  StopTrustingIssuer,
  TrustIssuer,
} from '@nlc/contracts/recognition'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { fromBuffer } from 'yauzl'
import { type AwardedUnderTest, givenAward, proofOf, read } from '../../test/awarded-under-test.ts'
import { verdictOfDigitalBazaar } from '../../test/others-verify.ts'
import {
  acting,
  enrolled,
  givenEmployment,
  givenFramework,
  givenPerson,
  givenSchools,
  personMerged,
  recognitionUnderTest,
  theNationalBody,
} from '../../test/recognition-under-test.ts'
import { uploaded, type ZipEntry, zipOf } from '../../test/uploads-under-test.ts'

// Two installations: what is awarded at one is brought to the other.
const home = recognitionUnderTest()
const abroad = recognitionUnderTest('https://abroad.test')
const film = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(600_000)])
let award: AwardedUnderTest
let archive: Buffer
let holder: string
let as: string
beforeAll(async () => {
  award = await givenAward(home, {}, async (portfolioId, by) => {
    const fileId = await uploaded(home, by, '/v1/evidence-files', film, { type: 'application/pdf', name: 'film.pdf' })
    await home.ask(AddEvidence, { portfolioId, kind: 'file', title: 'A film', dimensions: ['evaluating'], fileId }, { as: by })
  })
  archive = Buffer.from(await (await read(home, `/v1/awards/${award.awardId}/archive.zip`, award.as)).arrayBuffer())
  holder = await givenPerson(abroad)
  as = await acting(holder)
  const { did } = await proofOf(home, award)
  await abroad.ask(TrustIssuer, { did: did.id, name: 'The other body', document: did }, { as: await theNationalBody() })
}, 60_000)

async function entriesIn(zip: Buffer): Promise<ZipEntry[]> {
  const found: ZipEntry[] = []
  await new Promise<void>((resolve, reject) =>
    fromBuffer(zip, { lazyEntries: true }, (cause, opened) => {
      if (cause) return reject(cause)
      opened.on('entry', (entry) =>
        opened.openReadStream(entry, async (failed, stream) => {
          if (failed) return reject(failed)
          const parts: Buffer[] = []
          for await (const part of stream) parts.push(part as Buffer)
          found.push({ name: entry.fileName, bytes: Buffer.concat(parts) })
          opened.readEntry()
        }),
      )
      opened.on('end', () => resolve())
      opened.readEntry()
    }),
  )
  return found
}

const bring = async (zip: Buffer, by = as) =>
  abroad.ask(ImportRecord, { archiveId: await uploaded(abroad, by, '/v1/record-archives', zip, { type: 'application/zip' }) }, { as: by })
async function refused(zip: Buffer, by = as) {
  const archiveId = await uploaded(abroad, by, '/v1/record-archives', zip, { type: 'application/zip' })
  const { type, because, entry } = await abroad.refusal(ImportRecord, { archiveId }, { as: by })
  return [type.replace('/problems/', ''), because, ...(entry === undefined ? [] : [entry])]
}

test('the archive has all of it, and others verify what is in it', async () => {
  const entries = new Map((await entriesIn(archive)).map(({ name, bytes }) => [name, bytes]))
  const json = (name: string) => JSON.parse(entries.get(name)!.toString())
  const manifest = json('manifest.json')
  const [text, file] = manifest.evidence
  expect([...entries.keys()].sort()).toEqual(
    [
      'README.txt',
      'credential.json',
      'credential.jwt',
      'did.json',
      `evidence/${text.id}.json`,
      `evidence/${file.id}.json`,
      `files/${file.id}`,
    ]
      .concat(['framework.json', 'manifest.json', 'portfolio.json', 'status-list.json'])
      .sort(),
  )
  expect(entries.get(`files/${file.id}`)!.equals(film)).toBe(true)
  for (const [name, expected] of [
    ['framework.json', manifest.framework.sha256],
    ['portfolio.json', manifest.portfolio.sha256],
    [`evidence/${text.id}.json`, text.sha256],
    [`files/${file.id}`, file.fileSha256],
  ])
    expect(createHash('sha256').update(entries.get(name)!).digest('hex'), name).toBe(expected)
  const proof = { did: json('did.json'), list: json('status-list.json') }
  expect(await verdictOfDigitalBazaar(json('credential.json'), proof)).toMatchObject({ verified: true })
  // Nobody is named in it, nor told by an id.
  for (const [name, bytes] of entries) expect(bytes.includes(award.teacher), name).toBe(false)
  expect((await read(home, `/v1/awards/${award.awardId}/archive.zip`, await acting(award.leaderId))).status).toBe(404)
})

test('brought elsewhere it is checked, kept as it was, and given out again byte for byte', async () => {
  const record = await bring(archive)
  const { did, credential } = await proofOf(home, award)
  expect(record).toMatchObject({ personId: holder, issuer: did.id, credentialId: credential.id, files: 1 })
  expect(record.archiveSha256).toBe(createHash('sha256').update(archive).digest('hex'))
  const given = await read(abroad, `/v1/imported-records/${record.id}/archive.zip`, as)
  expect(Buffer.from(await given.arrayBuffer()).equals(archive)).toBe(true)
  expect(await abroad.ask(GetRecord, { recordId: record.id }, { as })).toEqual(record)
  expect(await abroad.emitted(RecordImported, record.id)).toHaveLength(1)
  const stranger = await acting(await givenPerson(abroad))
  expect((await abroad.refusal(GetRecord, { recordId: record.id }, { as: stranger })).type).toBe('/problems/no-such-record')

  const again = await uploaded(abroad, as, '/v1/record-archives', archive, { type: 'application/zip' })
  expect((await abroad.refusal(ImportRecord, { archiveId: again }, { as })).type).toBe('/problems/imported-already')
  await abroad.ask(RemoveRecord, { recordId: record.id }, { as })
  expect((await abroad.ask(ListRecords, {}, { as })).items).toEqual([])
})

test('it is prior learning in a portfolio here, of whoever brought it and nobody else', async () => {
  const record = await bring(archive)
  const code = await givenFramework(abroad)
  const [urn] = await givenSchools(abroad, 1)
  await givenEmployment(abroad, holder, { urns: [urn!] })
  const another = await givenPerson(abroad, { urns: [urn!] })
  const prior = async (personId: string) => {
    const { id: portfolioId } = await enrolled(abroad, code, personId)
    const priorLearning = { awardedBy: 'The other body', awardedOn: '2026-07-01', recordId: record.id }
    return { portfolioId, kind: 'prior-learning' as const, title: 'Stage 1', text: 'Elsewhere.', dimensions: ['planning'], priorLearning }
  }
  const evidence = await abroad.ask(AddEvidence, await prior(holder), { as })
  expect(evidence).toMatchObject({ kind: 'prior-learning', priorLearning: { recordId: record.id } })
  expect((await abroad.refusal(AddEvidence, await prior(another), { as: await acting(another) })).type).toBe('/problems/no-such-reference')
  await abroad.ask(RemoveRecord, { recordId: record.id }, { as })
})

test('what two records of one person had both brought is kept once, and goes when they are erased', async () => {
  const [first, kept] = [await givenPerson(abroad), await givenPerson(abroad)]
  const there = await bring(archive, await acting(kept))
  await bring(archive, await acting(first))
  await personMerged(abroad, first, kept)
  expect((await abroad.ask(ListRecords, {}, { as: await acting(kept) })).items.map(({ id }) => id)).toEqual([there.id])
  await abroad.given(PersonErased, { personId: kept })
  const { rows } = await sql`select from imported_record where person_id in (${first}::uuid, ${kept}::uuid)`.execute(abroad.sql)
  expect(rows).toEqual([])
})

test('a coach who was erased takes their words along, and the record still travels', async () => {
  const coach = await givenPerson(home)
  const other = await givenAward(home, {}, async (portfolioId, by) => {
    await home.ask(DescribeJourney, { portfolioId, title: 'T', journey: 'J', coachId: coach }, { as: by })
    await home.ask(AttestPortfolio, { portfolioId, text: 'We met.' }, { as: await acting(coach) })
  })
  await home.given(PersonErased, { personId: coach })
  const { did } = await proofOf(home, other)
  await abroad.ask(TrustIssuer, { did: did.id, name: 'The other body', document: did }, { as: await theNationalBody() })
  const zip = Buffer.from(await (await read(home, `/v1/awards/${other.awardId}/archive.zip`, other.as)).arrayBuffer())
  const entries = await entriesIn(zip)
  expect(entries.some(({ name }) => name.startsWith('attestations/'))).toBe(false)
  const record = await bring(zip)
  await abroad.ask(RemoveRecord, { recordId: record.id }, { as })
})

test('what is no such archive is refused, and nothing of it is kept', async () => {
  const entries = await entriesIn(archive)
  const withEntry = (name: string, bytes: Buffer) => zipOf([...entries.filter((entry) => entry.name !== name), { name, bytes }])
  const bent = (name: string) => {
    const bytes = Buffer.from(entries.find((entry) => entry.name === name)!.bytes)
    bytes[Math.floor(bytes.length / 2)]! ^= 1
    return withEntry(name, bytes)
  }
  const fileName = entries.find(({ name }) => name.startsWith('files/'))!.name
  expect(await refused(randomBytes(5000))).toEqual(['archive-refused', 'not-an-archive'])
  expect(await refused(archive.subarray(0, archive.length - 500))).toEqual(['archive-refused', 'not-an-archive'])
  for (const path of ['../../etc/cron.d/x', '/etc/passwd', 'files/../../x', 'C:\\x', '..\\x'])
    expect((await refused(withEntry(path, Buffer.from('x')))).slice(0, 2), path).toEqual(['archive-refused', 'unsafe-path'])
  // Packed it is a few thousand bytes.
  const bomb = withEntry('portfolio.json', Buffer.alloc(64 * 1024 * 1024))
  expect(bomb.length).toBeLessThan(2 * 1024 * 1024)
  expect(await refused(bomb)).toEqual(['archive-refused', 'too-large-unpacked', 'portfolio.json'])
  const liar = zipOf([
    ...entries.filter(({ name }) => name !== 'README.txt'),
    { name: 'README.txt', bytes: Buffer.alloc(50_000_000), said: 10 },
  ])
  expect((await refused(liar))[0]).toBe('archive-refused')
  expect(await refused(bent(fileName))).toEqual(['archive-refused', 'hash-differs', fileName])
  expect(await refused(bent('portfolio.json'))).toEqual(['archive-refused', 'hash-differs', 'portfolio.json'])
  expect(await refused(bent('framework.json'))).toEqual(['archive-refused', 'hash-differs', 'framework.json'])
  expect(await refused(withEntry('files/more', Buffer.from('x')))).toEqual(['archive-refused', 'entry-unexpected', 'files/more'])
  expect(await refused(zipOf([...entries, entries[0]!]))).toEqual(['archive-refused', 'entry-unexpected', entries[0]!.name])
  expect(await refused(zipOf(entries.filter(({ name }) => name !== fileName)))).toEqual(['archive-refused', 'entry-missing', fileName])
  expect(await refused(zipOf(entries.filter(({ name }) => name !== 'credential.json')))).toEqual([
    'archive-refused',
    'entry-missing',
    'credential.json',
  ])
  expect((await refused(bent('credential.json')))[0]).toMatch(/^(credential|archive)-refused$/)
  expect((await abroad.ask(ListRecords, {}, { as })).items).toEqual([])
  const { rows } = await sql`select from upload where expires_at = 'infinity'`.execute(abroad.sql)
  expect(rows).toEqual([])
})

test('another’s evidence does not go with this credential', async () => {
  const other = await givenAward(home)
  const theirs = await entriesIn(Buffer.from(await (await read(home, `/v1/awards/${other.awardId}/archive.zip`, other.as)).arrayBuffer()))
  const own = await entriesIn(archive)
  const proofs = ['credential.json', 'credential.jwt', 'did.json', 'status-list.json']
  const mixed = [...own.filter(({ name }) => proofs.includes(name)), ...theirs.filter(({ name }) => !proofs.includes(name))]
  expect(await refused(zipOf(mixed))).toEqual(['archive-refused', 'not-its-credential'])
})

test('of a body that is not trusted, or revoked, it is refused; an older list goes for no longer than what it says', async () => {
  const { did } = await proofOf(home, award)
  await abroad.ask(StopTrustingIssuer, { did: did.id }, { as: await theNationalBody() })
  expect(await refused(archive)).toEqual(['credential-refused', 'unknown-issuer'])
  await abroad.ask(TrustIssuer, { did: did.id, name: 'The other body', document: did }, { as: await theNationalBody() })
  const lie = { ...did, id: 'did:web:someone.example' }
  expect((await abroad.refusal(TrustIssuer, { did: did.id, name: 'A lie', document: lie }, { as: await theNationalBody() })).type).toBe(
    '/problems/not-a-did-document',
  )
  await home.ask(RevokeAward, { awardId: award.awardId, reason: 'misconduct' }, { as: await acting(award.leaderId) })
  const revoked = Buffer.from(await (await read(home, `/v1/awards/${award.awardId}/archive.zip`, award.as)).arrayBuffer())
  expect(await refused(revoked)).toEqual(['credential-refused', 'revoked'])
  const without = zipOf(
    (await entriesIn(archive)).map((entry) => (entry.name === 'status-list.json' ? { ...entry, bytes: Buffer.from('{}') } : entry)),
  )
  expect(await refused(without)).toEqual(['credential-refused', 'status-unknown'])
})

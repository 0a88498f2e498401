/** A file is evidence as it was uploaded, and is what its type says. */
import { createHash, randomBytes } from 'node:crypto'
import { AddEvidence, ListEvidence, RemoveEvidence } from '@nlc/contracts/recognition'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { read } from '../../test/awarded-under-test.ts'
import { acting, enrolled, givenFramework, givenPerson, givenSchools, recognitionUnderTest } from '../../test/recognition-under-test.ts'
import { uploaded, zipOf } from '../../test/uploads-under-test.ts'
import { typeOf } from './type-of.ts'

const recognition = recognitionUnderTest()
let as: string
let portfolioId: string
beforeEach(async () => {
  const code = await givenFramework(recognition)
  const [urn] = await givenSchools(recognition, 1)
  const teacher = await givenPerson(recognition, { urns: [urn!] })
  as = await acting(teacher)
  portfolioId = (await enrolled(recognition, code, teacher)).id
})

const file = { kind: 'file' as const, title: 'Notes', dimensions: ['planning'] }
const add = async (fileId: string, by = as) => recognition.ask(AddEvidence, { portfolioId, ...file, fileId }, { as: by })
const refused = async (fileId: string, by = as) => recognition.refusal(AddEvidence, { portfolioId, ...file, fileId }, { as: by })
const evidenceFile = async (bytes: Uint8Array, more: object = {}) => uploaded(recognition, as, '/v1/evidence-files', bytes, more)
const chunksOf = async (id: string) =>
  (await sql<{ n: number }>`select count(*)::int as n from upload_chunk where upload_id = ${id}::uuid`.execute(recognition.sql)).rows[0]!.n

const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n%âãÏÓ\n'), randomBytes(700_000)])
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const docx = zipOf(['[Content_Types].xml', 'word/document.xml'].map((name) => ({ name, bytes: Buffer.from(contentTypes()) })))
function contentTypes(): string {
  return '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
}
const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

test('a file is kept where it was uploaded, hashed, and read byte for byte', async () => {
  const id = await evidenceFile(pdf, { type: 'application/pdf', name: '../../plans/A talk.pdf' })
  const chunks = await chunksOf(id)
  const evidence = await add(id)
  const sha256 = createHash('sha256').update(pdf).digest('hex')
  expect(evidence.file).toEqual({ name: 'A talk.pdf', mediaType: 'application/pdf', bytes: pdf.length, sha256 })
  expect((await recognition.ask(ListEvidence, { portfolioId }, { as })).items).toEqual([evidence])
  const answer = await read(recognition, `/v1/evidence/${evidence.id}/file`, as)
  expect(answer.headers.get('content-type')).toBe('application/octet-stream')
  expect(Buffer.from(await answer.arrayBuffer()).equals(pdf)).toBe(true)
  const stranger = await acting(await givenPerson(recognition))
  expect((await read(recognition, `/v1/evidence/${evidence.id}/file`, stranger)).status).toBe(404)

  // It is one item's: neither another's, nor of the upkeep that takes uploads away.
  expect((await refused(id)).type).toBe('/problems/no-such-evidence-file')
  const { rows } = await sql`select from upload where id = ${id}::uuid and expires_at = 'infinity'`.execute(recognition.sql)
  expect([rows.length, await chunksOf(id)]).toEqual([1, chunks])
  await recognition.ask(RemoveEvidence, { evidenceId: evidence.id }, { as })
  const { rows: taken } = await sql`select from upload where id = ${id}::uuid and expires_at <= now()`.execute(recognition.sql)
  expect(taken).toHaveLength(1)
})

test('each type is known by its content, and by nothing else', async () => {
  async function* whole(bytes: Uint8Array) {
    for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000)
  }
  const found = async (bytes: Uint8Array) => typeOf(whole(bytes))
  expect(await found(pdf)).toBe('application/pdf')
  expect(await found(png)).toBe('image/png')
  expect(await found(docx)).toBe(word)
  expect(await found(Buffer.from('What we said — and heard. '.repeat(500)))).toBe('text/plain')
  expect(await found(Buffer.from([0xc3]))).toBeUndefined()
  expect(await found(Buffer.from('a\0b'))).toBeUndefined()
  expect(await found(randomBytes(5000))).not.toBe('text/plain')
})

test('what is not its type, not whole, not theirs, or no file, is refused, and nothing is kept of it', async () => {
  const asPdf = await evidenceFile(png, { type: 'application/pdf' })
  expect(await refused(asPdf)).toMatchObject({ type: '/problems/file-is-not-its-type', announced: 'application/pdf', found: 'image/png' })
  const asText = await evidenceFile(randomBytes(3000), { type: 'text/plain' })
  expect(await refused(asText)).toMatchObject({ type: '/problems/file-is-not-its-type', announced: 'text/plain' })
  const html = await evidenceFile(Buffer.from('<html></html>'), { type: 'application/pdf' })
  expect((await refused(html)).type).toBe('/problems/file-is-not-its-type')
  const half = await evidenceFile(pdf.subarray(0, 300_000), { type: 'application/pdf', length: pdf.length })
  expect(await refused(half)).toMatchObject({ type: '/problems/evidence-file-incomplete', offset: 300_000, length: pdf.length })
  const another = await acting(await givenPerson(recognition))
  expect((await refused(await uploaded(recognition, another, '/v1/evidence-files', Buffer.from('theirs')))).type).toBe(
    '/problems/no-such-evidence-file',
  )
  expect((await refused(portfolioId)).type).toBe('/problems/no-such-evidence-file')
  expect((await recognition.ask(ListEvidence, { portfolioId }, { as })).items).toEqual([])
})

test('one over the limit, or of another type, is not begun', async () => {
  const begin = async (length: number, type: string) =>
    fetch(`${recognition.url}/v1/evidence-files`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${as}`,
        'tus-resumable': '1.0.0',
        'upload-length': String(length),
        'upload-metadata': `filetype ${Buffer.from(type).toString('base64')}`,
      },
    })
  expect((await begin(50 * 1024 * 1024, 'application/pdf')).status).toBe(201)
  expect((await begin(50 * 1024 * 1024 + 1, 'application/pdf')).status).toBe(413)
  expect((await begin(100, 'text/html')).status).toBe(415)
})

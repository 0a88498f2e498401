/** Reads an uploaded archive where it stands: every entry and every hash is looked at before anything is kept. */
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { DetailsOf } from '@nlc/contracts/define'
import type { ArchiveRefused } from '@nlc/contracts/recognition'
import { readUpload, type Sql } from '@nlc/runtime'
import { type Entry, fromRandomAccessReader, RandomAccessReader, type ZipFile } from 'yauzl'
import type { Manifest } from '../presentations/manifest.ts'
import { sha256 } from '../presentations/manifest.ts'
import { entries } from './archive.ts'

type Because = DetailsOf<typeof ArchiveRefused>['because']

export class Refused extends Error {
  readonly because: Because
  readonly entry: string | undefined
  constructor(because: Because, entry?: string) {
    super(because)
    this.because = because
    this.entry = entry
  }
}

/** Of one that is no file of evidence. */
const maxTextBytes = 4 * 1024 * 1024
/** Of all, unpacked: as much as may be uploaded, and half as much again for what is packed. */
const maxUnpacked = 300 * 1024 * 1024
const maxEntries = 2_000

class UploadReader extends RandomAccessReader {
  readonly #db: Sql
  readonly #id: string
  constructor(db: Sql, id: string) {
    super()
    this.#db = db
    this.#id = id
  }
  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(until(readUpload(this.#db, this.#id, start), end - start), { objectMode: false })
  }
}

async function* until(chunks: AsyncIterable<Buffer>, length: number): AsyncIterable<Buffer> {
  let left = length
  for await (const bytes of chunks) {
    if (left <= 0) return
    yield bytes.subarray(0, left)
    left -= bytes.length
  }
}

export interface ReadArchive {
  readonly credential: unknown
  readonly statusList: unknown
  readonly manifest: string
  readonly files: number
  readonly digests: ReadonlySet<string>
}

/** @throws Refused */
export async function readArchive(db: Sql, uploadId: string, length: number): Promise<ReadArchive> {
  const zip = await open(db, uploadId, length)
  const texts = new Map<string, string>()
  const hashes = new Map<string, string>()
  let unpacked = 0
  for await (const entry of entriesOf(zip)) {
    const { fileName: name } = entry
    if (hashes.has(name)) throw new Refused('entry-unexpected', name)
    const isFile = name.startsWith('files/')
    const hash = createHash('sha256')
    const held: Buffer[] = []
    let bytes = 0
    // What it says of its size is not believed: counted while it unpacks.
    for await (const part of await streamOf(zip, entry)) {
      bytes += part.length
      unpacked += part.length
      if (unpacked > maxUnpacked || (!isFile && bytes > maxTextBytes)) throw new Refused('too-large-unpacked', name)
      hash.update(part)
      if (!isFile) held.push(part)
    }
    hashes.set(name, hash.digest('hex'))
    if (!isFile) texts.set(name, Buffer.concat(held).toString())
  }
  return compared(texts, hashes)
}

/** Every part that the manifest lists is there with its hash, and nothing else is. */
function compared(texts: ReadonlyMap<string, string>, hashes: ReadonlyMap<string, string>): ReadArchive {
  const textOf = (name: string): string => {
    const text = texts.get(name)
    if (text === undefined) throw new Refused('entry-missing', name)
    return text
  }
  const jsonOf = (name: string): unknown => {
    try {
      return JSON.parse(textOf(name))
    } catch (cause) {
      throw cause instanceof Refused ? cause : new Refused('not-an-archive', name)
    }
  }
  const manifest = jsonOf(entries.manifest) as Manifest
  const listed = new Map<string, string>()
  const digests = new Set<string>()
  try {
    listed.set(entries.framework, manifest.framework.sha256)
    listed.set(entries.portfolio, manifest.portfolio.sha256)
    for (const { id, sha256: hash, fileSha256 } of manifest.evidence) {
      listed.set(entries.evidence(id), hash)
      if (fileSha256 !== undefined) listed.set(entries.file(id), fileSha256)
      digests.add(fileSha256 ?? hash)
    }
    // The words of a coach who was erased are gone; the credential does not stand on them.
    for (const { id, sha256: hash } of manifest.attestations)
      if (hashes.has(entries.attestation(id))) listed.set(entries.attestation(id), hash)
  } catch {
    throw new Refused('not-an-archive', entries.manifest)
  }
  for (const [name, expected] of listed) {
    const hash = hashes.get(name)
    if (hash === undefined) throw new Refused('entry-missing', name)
    if (hash !== expected) throw new Refused('hash-differs', name)
  }
  const besides = new Set<string>([
    ...[entries.readme, entries.credential, entries.credentialJwt, entries.manifest, entries.didDocument, entries.statusList],
  ])
  for (const name of hashes.keys()) if (!listed.has(name) && !besides.has(name)) throw new Refused('entry-unexpected', name)
  return {
    credential: jsonOf(entries.credential),
    statusList: jsonOf(entries.statusList),
    manifest: textOf(entries.manifest),
    files: [...listed.keys()].filter((name) => name.startsWith('files/')).length,
    digests,
  }
}

export const manifestSha256 = ({ manifest }: ReadArchive): string => sha256(manifest)

function open(db: Sql, uploadId: string, length: number): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: true, decodeStrings: true }
    fromRandomAccessReader(new UploadReader(db, uploadId), length, options, (cause, zip) =>
      cause ? reject(new Refused('not-an-archive')) : resolve(zip),
    )
  })
}

async function* entriesOf(zip: ZipFile): AsyncIterable<Entry> {
  if (zip.entryCount > maxEntries) throw new Refused('too-large-unpacked')
  for (let i = 0; i < zip.entryCount; i++) {
    const entry = await new Promise<Entry>((resolve, reject) => {
      const failed = (cause: Error) =>
        reject(new Refused(/file ?name|path|relative/i.test(cause.message) ? 'unsafe-path' : 'not-an-archive'))
      zip.once('error', failed)
      zip.once('entry', (next: Entry) => {
        zip.off('error', failed)
        resolve(next)
      })
      zip.readEntry()
    })
    if (!/^[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(entry.fileName) || entry.fileName.split('/').includes('..'))
      throw new Refused('unsafe-path', entry.fileName.slice(0, 200))
    yield entry
  }
}

async function streamOf(zip: ZipFile, entry: Entry): Promise<AsyncIterable<Buffer>> {
  const stream = await new Promise<Readable>((resolve, reject) => {
    zip.openReadStream(entry, (cause, opened) => (cause ? reject(new Refused('not-an-archive', entry.fileName)) : resolve(opened)))
  })
  return guarded(stream, entry.fileName)
}

async function* guarded(stream: Readable, name: string): AsyncIterable<Buffer> {
  try {
    yield* stream as AsyncIterable<Buffer>
  } catch {
    throw new Refused('not-an-archive', name)
  }
}

/** The archive of a record of recognition: what is in it, under which names. */

import { Readable } from 'node:stream'
import type { Sql } from '@nlc/runtime'
import { readUpload } from '@nlc/runtime'
import { sql } from 'kysely'
import { ZipFile } from 'yazl'
import { canonical, type Parts } from '../presentations/manifest.ts'

/** Names of its entries. A file of evidence stands under the item's id, so no name that anybody chose is a path. */
export const entries = {
  readme: 'README.txt',
  credential: 'credential.json',
  credentialJwt: 'credential.jwt',
  manifest: 'manifest.json',
  portfolio: 'portfolio.json',
  framework: 'framework.json',
  didDocument: 'did.json',
  statusList: 'status-list.json',
  evidence: (id: string) => `evidence/${id}.json`,
  file: (id: string) => `files/${id}`,
  attestation: (id: string) => `attestations/${id}.json`,
} as const

const readme = `A record of recognition, as its holder took it along.

credential.json   an Open Badges 3.0 credential (W3C Verifiable Credential 2.0), with its proof; credential.jwt: the same as a JWT
manifest.json     what was presented: the SHA-256 of each part below
portfolio.json    what was to be learnt; evidence/ and files/: what shows it; attestations/: what coaches said
framework.json    by which criteria it was judged
did.json          the keys of the awarding body; status-list.json: which of its awards were revoked when this was made
`

export interface Archived {
  readonly credential: string
  readonly jwt: string
  readonly manifest: string
  readonly parts: Parts
  readonly didDocument: string
  readonly statusList: string
  /** Uploads of the evidence's files, by the item's id. */
  readonly uploads: ReadonlyMap<string, string>
}

/** Written while it is read: never the whole in memory. Made again of the same record, it is the same but for signatures. */
export function writeArchive(db: Sql, record: Archived, at: Date): AsyncIterable<Uint8Array> {
  const zip = new ZipFile()
  const add = (name: string, text: string) => zip.addBuffer(Buffer.from(text), name, { mtime: at })
  add(entries.readme, readme)
  add(entries.credential, record.credential)
  add(entries.credentialJwt, record.jwt)
  add(entries.manifest, record.manifest)
  add(entries.framework, canonical(record.parts.framework))
  add(entries.portfolio, canonical(record.parts.portfolio))
  for (const item of record.parts.evidence) add(entries.evidence(item.id), canonical(item))
  for (const attestation of record.parts.attestations) add(entries.attestation(attestation.id), canonical(attestation))
  add(entries.didDocument, record.didDocument)
  add(entries.statusList, record.statusList)
  for (const [id, uploadId] of record.uploads) {
    // Most files are compressed already.
    zip.addReadStreamLazy(entries.file(id), { mtime: at, compress: false }, (give) => give(null, Readable.from(readUpload(db, uploadId))))
  }
  zip.end()
  return zip.outputStream as unknown as AsyncIterable<Uint8Array>
}

export async function uploadsOf(db: Sql, portfolioId: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; uploadId: string }>`
    select id, upload_id as "uploadId" from evidence where portfolio_id = ${portfolioId}::uuid and upload_id is not null order by id`.execute(
    db,
  )
  return new Map(rows.map(({ id, uploadId }) => [id, uploadId]))
}

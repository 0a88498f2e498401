import Type from 'typebox'
import { command, event, problem, query } from '../../define.ts'
import { Id, Instant, pageOf, paging, Version } from '../../formats.ts'
import { NeedsPerson } from '../../membership/networks/problems.ts'
import { AwardId, NoSuchAward } from '../awards/index.ts'
import { CredentialRefused } from '../issuing/index.ts'
import { Sha256 } from '../presentations/model.ts'

/** 200 MiB: so much is checked and hashed in half of the time that an answer may take (196 MB: 4.8 s). */
export const archiveMaxBytes = 200 * 1024 * 1024

export const RecordId = Type.String({ format: 'uuid', description: 'A record that was imported.' })
export const ImportedRecord = Type.Object({
  id: RecordId,
  version: Version,
  personId: Id,
  issuer: Type.String({ description: 'The DID of who awarded it.' }),
  credentialId: Type.String(),
  name: Type.String({ description: 'As its credential calls it.' }),
  awardedAt: Instant,
  validUntil: Type.Optional(Instant),
  statusAsOf: Instant,
  manifestSha256: Sha256,
  archiveSha256: Sha256,
  files: Type.Integer({ minimum: 0 }),
  importedAt: Instant,
})

const about = { record: 'recordId' } as const
export const RecordImported = event('recognition.record-imported', {
  summary: 'Somebody brought a record of recognition from elsewhere; it was checked.',
  about,
  data: { recordId: RecordId, personId: Id, issuer: Type.String() },
})
export const RecordRemoved = event('recognition.record-removed', {
  summary: 'Somebody took an imported record out again.',
  about,
  data: { recordId: RecordId, personId: Id },
})
export const RecordFollowedPerson = event('recognition.record-followed-person', {
  summary: 'The record of its holder was merged into another: the imported record is that person’s.',
  about,
  data: { recordId: RecordId, personId: Id },
})

export const NoSuchRecord = problem(404, 'no-such-record', 'There is no such imported record.')
export const NoSuchArchive = problem(404, 'no-such-archive', 'There is no such uploaded archive that is not imported already.')
export const ArchiveIncomplete = problem(409, 'archive-incomplete', 'The archive is not uploaded to its end yet.', {
  offset: Type.Integer(),
  length: Type.Integer(),
})
export const ArchiveRefused = problem(422, 'archive-refused', 'The archive is not one of a record of recognition as it was exported.', {
  because: Type.Enum([
    'not-an-archive',
    'unsafe-path',
    'too-large-unpacked',
    'entry-missing',
    'entry-unexpected',
    'hash-differs',
    'not-its-credential',
  ]),
  entry: Type.Optional(Type.String()),
})
export const ImportedAlready = problem(409, 'imported-already', 'This record was imported already.')

export const ExportRecord = query('recognition.export-record', {
  summary: 'Export the record of an award',
  description:
    'By its holder, as one ZIP archive: the credential (both forms), the manifest, the portfolio with its evidence and files, the framework, and the awarding body’s DID document and status list. Another body’s system checks and imports it.',
  needs: 'recognition:read',
  http: 'GET /v1/awards/:awardId/archive.zip',
  input: { awardId: AwardId },
  problems: [NoSuchAward],
  stream: { produces: 'application/zip' },
})

export const UploadArchive = command('recognition.upload-archive', {
  summary: 'Upload an archive of a record of recognition',
  description:
    "Resumable (tus 1.0). The archive's id is the last segment of the upload's address; it is kept for 7 days, and for good once it is imported.",
  needs: 'recognition:write',
  http: 'POST /v1/record-archives',
  input: {},
  emits: [],
  problems: [],
  upload: { accepts: ['application/zip'], maxBytes: archiveMaxBytes },
})

export const ImportRecord = command('recognition.import-record', {
  summary: 'Import a record of recognition',
  description:
    'By whose record it is, from an archive as it is exported here or elsewhere: credential, status and every hash are checked before anything is kept. The issuer is an awarding body here, or trusted.',
  needs: 'recognition:write',
  http: 'POST /v1/imported-records',
  input: { archiveId: Id },
  output: ImportedRecord,
  emits: [RecordImported],
  problems: [NeedsPerson, NoSuchArchive, ArchiveIncomplete, ArchiveRefused, CredentialRefused, ImportedAlready],
})

export const GetRecord = query('recognition.get-record', {
  summary: 'Get an imported record',
  needs: 'recognition:read',
  http: 'GET /v1/imported-records/:recordId',
  input: { recordId: RecordId },
  output: ImportedRecord,
  problems: [NoSuchRecord],
})

export const ListRecords = query('recognition.list-records', {
  summary: 'List one’s own imported records',
  needs: 'recognition:read',
  http: 'GET /v1/imported-records',
  input: paging,
  output: pageOf(ImportedRecord),
  problems: [NeedsPerson],
})

export const ReadRecordArchive = query('recognition.read-record-archive', {
  summary: 'Read the archive of an imported record',
  description: 'As it was imported, byte for byte.',
  needs: 'recognition:read',
  http: 'GET /v1/imported-records/:recordId/archive.zip',
  input: { recordId: RecordId },
  problems: [NoSuchRecord],
  stream: { produces: 'application/zip' },
})

export const RemoveRecord = command('recognition.remove-record', {
  summary: 'Remove an imported record',
  needs: 'recognition:write',
  http: 'DELETE /v1/imported-records/:recordId',
  input: { recordId: RecordId },
  emits: [RecordRemoved],
  problems: [NoSuchRecord],
})

export const operations = [ExportRecord, UploadArchive, ImportRecord, GetRecord, ListRecords, ReadRecordArchive, RemoveRecord] as const
export const events = [RecordImported, RecordRemoved, RecordFollowedPerson] as const

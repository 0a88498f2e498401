import Type from 'typebox'
import { CalendarDate, Id, Instant, Version } from '../../formats.ts'

export const RegisterImportKind = Type.Enum(['establishments', 'links', 'groups'], {
  description:
    "Which of the register's files: establishments; links between them (predecessors and successors); groups (trusts, federations, sponsors) with their schools.",
})

/** queued → running → (awaiting-approval → running | rejected) → done; or failed, where nothing can be made of the file. */
export const RegisterImportState = Type.Enum(['queued', 'running', 'awaiting-approval', 'done', 'failed', 'rejected'])

/** Why a whole file was refused. */
export const RegisterFileFault = Type.Enum([
  'empty',
  'not-text',
  'not-csv',
  'archive',
  'columns-missing',
  'column-twice',
  'refusals',
  'interrupted',
])

const Count = Type.Integer({ minimum: 0 })

export const RegisterImport = Type.Object({
  id: Id,
  kind: RegisterImportKind,
  fileId: Id,
  extractedOn: CalendarDate,
  state: RegisterImportState,
  encoding: Type.Optional(Type.Enum(['utf-8', 'windows-1252'])),
  /** Rows after the header, as far as they have been read. */
  rowsRead: Count,
  rowsCreated: Count,
  rowsChanged: Count,
  rowsUnchanged: Count,
  /** Rows left out. */
  rowsRefused: Count,
  /** Fields left out of rows that were imported. */
  fieldsRefused: Count,
  /** Of an establishments file that was read to its end: the schools that were open here, and how many of them it closes. */
  schoolsOpen: Type.Optional(Count),
  schoolsClosing: Type.Optional(Count),
  failure: Type.Optional(Type.Object({ rule: RegisterFileFault, detail: Type.String() })),
  queuedAt: Instant,
  endedAt: Type.Optional(Instant),
  version: Version,
})

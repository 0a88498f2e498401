import Type from 'typebox'
import { event } from '../../define.ts'
import { CalendarDate, Id } from '../../formats.ts'
import { RegisterFileFault, RegisterImportKind } from './model.ts'

const registerImport = { importId: Id, kind: RegisterImportKind, extractedOn: CalendarDate }
const about = { 'register-import': 'importId' } as const

export const RegisterImportStarted = event('membership.register-import-started', {
  summary: 'An import of a file of the national register was asked for.',
  about,
  data: registerImport,
})

export const RegisterImportHeld = event('membership.register-import-held', {
  summary: 'An import would close more than 1 % of the open schools: it waits for approval, and nothing of it is written.',
  about,
  data: { ...registerImport, schoolsOpen: Type.Integer(), schoolsClosing: Type.Integer() },
})

export const RegisterImportApproved = event('membership.register-import-approved', {
  summary: 'An import that was held was approved.',
  about,
  data: registerImport,
})

export const RegisterImportRejected = event('membership.register-import-rejected', {
  summary: 'An import that was held was rejected. Nothing of it was written.',
  about,
  data: registerImport,
})

export const RegisterImportDone = event('membership.register-import-done', {
  summary: 'What a file of the national register says is what is held.',
  about,
  data: {
    ...registerImport,
    rowsCreated: Type.Integer(),
    rowsChanged: Type.Integer(),
    rowsUnchanged: Type.Integer(),
    rowsRefused: Type.Integer(),
    fieldsRefused: Type.Integer(),
  },
})

export const RegisterImportFailed = event('membership.register-import-failed', {
  summary: 'An import ended before its end. A file that could not be read left nothing; after an interruption, what was imported stays.',
  about,
  data: { ...registerImport, rule: RegisterFileFault },
})

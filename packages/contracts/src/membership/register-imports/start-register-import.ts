import Type from 'typebox'
import { command, problem } from '../../define.ts'
import { CalendarDate, Id } from '../../formats.ts'
import { RegisterImportStarted } from './events.ts'
import { RegisterImport, RegisterImportKind } from './model.ts'

export const NoSuchRegisterFile = problem(404, 'no-such-register-file', 'There is no such file.')
export const RegisterFileIncomplete = problem(409, 'register-file-incomplete', 'The file is not uploaded to its end yet.', {
  offset: Type.Integer(),
  length: Type.Integer(),
})
export const RegisterImportUnderWay = problem(
  409,
  'register-import-under-way',
  'Another import is under way, or waits for approval: one at a time.',
  {
    importId: Type.Optional(Id),
  },
)
export const ExtractTooOld = problem(409, 'extract-too-old', 'A file of this kind that was extracted later has been imported.', {
  lastExtractedOn: CalendarDate,
})
export const ExtractedInFuture = problem(422, 'extracted-in-future', '`extractedOn` lies in the future.')

export const StartRegisterImport = command('membership.start-register-import', {
  summary: 'Import an uploaded file of the national register',
  description:
    "Only what differs from what is held is written and told. A row that is absent closes nothing. A file that closes more than 1 % of the schools that are open here waits for approval. Ask for the import to see how far it is. The national body's.",
  needs: 'register:write',
  http: 'POST /v1/register-imports',
  input: {
    fileId: Id,
    kind: RegisterImportKind,
    extractedOn: Type.String({
      ...CalendarDate,
      description: 'The day on which the register made the file. Changes that it does not date count from here.',
    }),
  },
  output: RegisterImport,
  emits: [RegisterImportStarted],
  problems: [NoSuchRegisterFile, RegisterFileIncomplete, RegisterImportUnderWay, ExtractTooOld, ExtractedInFuture],
  status: 202,
})

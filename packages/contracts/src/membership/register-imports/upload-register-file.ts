import { command } from '../../define.ts'

/** 200 MiB: three times the register's whole establishments file. */
export const registerFileMaxBytes = 200 * 1024 * 1024

export const UploadRegisterFile = command('membership.upload-register-file', {
  summary: 'Upload a CSV file of the national register',
  description:
    "Resumable (tus 1.0). The file's id is the last segment of the upload's address; it is kept for 7 days. The national body's.",
  needs: 'register:write',
  http: 'POST /v1/register-files',
  input: {},
  emits: [],
  problems: [],
  upload: { accepts: ['text/csv'], maxBytes: registerFileMaxBytes },
})

import { query } from '../../define.ts'
import { SigningKeys } from './model.ts'

export const ListSigningKeys = query('identity.list-signing-keys', {
  summary: 'List the keys that tokens are signed with',
  needs: 'clients:write',
  http: 'GET /v1/signing-keys',
  input: {},
  output: SigningKeys,
  problems: [],
})

import { problem, query } from '../../define.ts'
import { LaCode } from '../../formats.ts'
import { LocalAuthority } from './model.ts'

export const NoSuchLocalAuthority = problem(404, 'no-such-local-authority', 'There is no such local authority.')

export const GetLocalAuthority = query('membership.get-local-authority', {
  summary: 'Get a local authority',
  needs: 'register:read',
  http: 'GET /v1/local-authorities/:code',
  input: { code: LaCode },
  output: LocalAuthority,
  problems: [NoSuchLocalAuthority],
})

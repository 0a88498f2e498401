import { query } from '../../define.ts'
import { asOf, Id } from '../../formats.ts'
import { Employment } from './model.ts'
import { NoSuchEmployment } from './problems.ts'

export const GetEmployment = query('membership.get-employment', {
  summary: 'Get an employment',
  description:
    "Its conditions are those of the period in force on `asAt`: the first period's before it begins, the last one's once it has ended.",
  needs: 'people:read',
  http: 'GET /v1/employments/:employmentId',
  input: { employmentId: Id, ...asOf },
  output: Employment,
  problems: [NoSuchEmployment],
})

import { query } from '../../define.ts'
import { Id } from '../../formats.ts'
import { Person } from './model.ts'
import { NoSuchPerson } from './problems.ts'

export const GetPerson = query('membership.get-person', {
  summary: 'Get a person',
  description:
    'A merged record keeps answering for ever, without personal data: `state` is `merged`, and `mergedInto` names the record that is kept. So an id ' +
    'noted years ago still leads to the person.',
  needs: 'people:read',
  http: 'GET /v1/people/:personId',
  input: { personId: Id },
  output: Person,
  problems: [NoSuchPerson],
})

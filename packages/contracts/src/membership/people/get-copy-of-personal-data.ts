import Type from 'typebox'
import { query } from '../../define.ts'
import { Id, Instant } from '../../formats.ts'
import { NoSuchPerson } from './problems.ts'

export const GetCopyOfPersonalData = query('membership.get-copy-of-personal-data', {
  summary: 'Get a copy of all that membership holds about a person',
  description:
    'UK GDPR, article 15. For the person and the national body. Every record that names the person, as it stands and as it stood before, and what was done ' +
    "on the person's behalf; other services hold their own.",
  needs: 'people:read',
  http: 'GET /v1/people/:personId/copy',
  input: { personId: Id },
  output: Type.Object({
    personId: Id,
    madeAt: Instant,
    held: Type.Array(
      Type.Object({
        what: Type.String({ description: 'The kind of record, such as `employment`.' }),
        records: Type.Array(Type.Record(Type.String(), Type.Unknown())),
      }),
    ),
  }),
  problems: [NoSuchPerson],
})

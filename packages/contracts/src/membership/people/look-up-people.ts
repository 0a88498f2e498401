import Type from 'typebox'
import { query } from '../../define.ts'
import { Id } from '../../formats.ts'
import { Person } from './model.ts'

export const LookUpPeople = query('membership.look-up-people', {
  summary: 'Resolve up to 200 ids of people',
  description:
    'A merged id is answered with the record that is kept, listed under `merged`. Ids that do not exist and ids outside your view both come back in `notFound`.',
  needs: 'people:read',
  http: 'POST /v1/people/lookup',
  input: { personIds: Type.Array(Id, { minItems: 1, maxItems: 200, uniqueItems: true }) },
  output: Type.Object({
    items: Type.Array(Person),
    merged: Type.Array(Type.Object({ personId: Id, intoPersonId: Id })),
    notFound: Type.Array(Id),
  }),
  problems: [],
})

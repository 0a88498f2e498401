import { command } from '../../define.ts'
import { Id } from '../../formats.ts'
import { ErasureAsked, PersonErased } from './events.ts'
import { Erasure } from './model.ts'
import { NoSuchPerson, PersonWasErased, PersonWasMerged } from './problems.ts'

export const AskForErasure = command('membership.ask-for-erasure', {
  summary: 'Ask for the erasure of a person',
  description:
    'UK GDPR, article 17. Asked by the person, it waits for the national body (`asked`); asking again answers the request that waits. Asked by the national ' +
    'body, it is done at once: names, TRN, addresses and payroll numbers go, also from what was known before; ids, codes and dates stay.',
  needs: 'people:write',
  http: 'POST /v1/people/:personId/erasure',
  input: { personId: Id },
  output: Erasure,
  status: 202,
  emits: [ErasureAsked, PersonErased],
  problems: [NoSuchPerson, PersonWasMerged, PersonWasErased],
})

import Type from 'typebox'
import { command, problem } from '../../define.ts'
import { Id } from '../../formats.ts'
import { PersonMerged } from './events.ts'
import { Person } from './model.ts'
import { NoSuchPerson, PersonWasErased, PersonWasMerged } from './problems.ts'

export const SamePerson = problem(422, 'same-person', 'A record cannot be merged into itself.')
export const DifferentTrns = problem(
  409,
  'different-trns',
  'The two records have different TRNs, so they look like two people. The national body corrects the wrong TRN first.',
)

/** Everything held follows in one transaction and one event. What overlaps in the same place is united. */
export const MergePeople = command('membership.merge-people', {
  summary: "Merge a person's record into another record of the same person",
  description:
    'For the national body, or whoever may keep both records. Employments with the same employer, school and category that overlap become one, the kept ' +
    "record's details winning where both say something; so do terms on the same board. Name and addresses of the kept record stay, its TRN is filled in. " +
    'There is no way back. `If-Match` is about the record that is merged.',
  needs: 'people:write',
  http: 'POST /v1/people/:personId/merging',
  input: { personId: Id, into: Type.String({ format: 'uuid', description: 'The record that is kept.' }) },
  output: Person,
  status: 200,
  emits: [PersonMerged],
  problems: [NoSuchPerson, SamePerson, PersonWasMerged, PersonWasErased, DifferentTrns],
  ifMatch: true,
})

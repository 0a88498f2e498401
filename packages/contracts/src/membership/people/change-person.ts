import Type from 'typebox'
import { command } from '../../define.ts'
import { Id, Trn } from '../../formats.ts'
import { PersonChanged } from './events.ts'
import { Person, PersonName, WorkEmails } from './model.ts'
import { EmailTaken, NoSuchPerson, PersonWasErased, PersonWasMerged, TrnKept, TrnTaken } from './problems.ts'

/** What is left out stays. `name` and `emails` are replaced whole. */
export const ChangePerson = command('membership.change-person', {
  summary: "Change a person's name, TRN or addresses",
  description:
    'For the national body, a client that sees the person, a signatory of one of their schools, or the person. A missing TRN can be added by each of ' +
    'them; only the national body replaces one, or removes it (`null`). A change that changes nothing makes no event.',
  needs: 'people:write',
  http: 'PATCH /v1/people/:personId',
  input: {
    personId: Id,
    name: Type.Optional(PersonName),
    trn: Type.Optional(Type.Union([Trn, Type.Null()])),
    emails: Type.Optional(WorkEmails),
  },
  output: Person,
  emits: [PersonChanged],
  problems: [NoSuchPerson, PersonWasMerged, PersonWasErased, TrnTaken, TrnKept, EmailTaken],
  ifMatch: true,
})

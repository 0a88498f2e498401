import Type from 'typebox'
import { command } from '../../define.ts'
import { Trn } from '../../formats.ts'
import { PersonRegistered } from './events.ts'
import { Person, PersonName, WorkEmails } from './model.ts'
import { EmailTaken, NoSuchPerson, TrnTaken } from './problems.ts'

/** Until the person has a place at a school, only the client that registered them and the national body see them. */
export const RegisterPerson = command('membership.register-person', {
  summary: 'Register a person',
  description:
    'For the national body, a client for itself, or a client acting for a signatory; for anybody else the answer is `no-such-person`. ' +
    'Register somebody once: where they may be registered already, a staff return finds them by exact identifiers.',
  needs: 'people:write',
  http: 'POST /v1/people',
  input: { name: PersonName, trn: Type.Optional(Trn), emails: Type.Optional(WorkEmails) },
  output: Person,
  emits: [PersonRegistered],
  problems: [TrnTaken, EmailTaken, NoSuchPerson],
})

import { EmailTaken, NoSuchPerson, PersonRegistered, RegisterPerson, TrnTaken } from '@nlc/contracts/membership'
import { handle, newId } from '@nlc/runtime'
import { mayRegister } from '../standing.ts'
import { Person } from './person.ts'
import { showPerson } from './shown-person.ts'
import { recordEmails } from './work-emails.ts'

export const registerPerson = handle(
  RegisterPerson,
  async ({ name, trn, emails = [] }, { em, sql: db, caller, now, today, emit, fail }) => {
    if (!(await mayRegister(db, caller, today))) fail(NoSuchPerson)

    const person = Person.registered(newId(), caller.client, { name, trn }, now)
    await em.persist(person).flush()
    await recordEmails(db, person.id, emails)
    emit(PersonRegistered, { personId: person.id })
    return showPerson(db, person.id)
  },
  { constraints: { person_one_trn: TrnTaken, person_email_one_owner: EmailTaken } },
)

import {
  ChangePerson,
  EmailTaken,
  NoSuchPerson,
  PersonChanged,
  PersonWasErased,
  PersonWasMerged,
  TrnKept,
  TrnTaken,
} from '@nlc/contracts/membership'
import { handle, isNationalBody } from '@nlc/runtime'
import { mayKeepPerson, resolvePerson } from '../standing.ts'
import { Person } from './person.ts'
import { showPerson } from './shown-person.ts'
import { recordEmails } from './work-emails.ts'

export const changePerson = handle(
  ChangePerson,
  async ({ personId, name, trn, emails }, { em, sql: db, caller, now, today, emit, fail, checkVersion }) => {
    const kept = (await resolvePerson(db, personId)) ?? fail(NoSuchPerson)
    if (!(await mayKeepPerson(db, caller, today, kept))) fail(NoSuchPerson)
    if (kept !== personId) fail(PersonWasMerged, { intoPersonId: kept })
    const person = await em.findOneOrFail(Person, personId)
    if (person.erasedOn) fail(PersonWasErased)
    checkVersion(person)

    const what: ('name' | 'trn' | 'emails')[] = []
    if (name && !person.isCalled(name)) {
      person.rename(name, now)
      what.push('name')
    }
    if (trn !== undefined && trn !== (person.trn ?? null)) {
      if (person.trn && !isNationalBody(caller)) fail(TrnKept)
      person.giveTrn(trn, now)
      what.push('trn')
    }
    if (emails && (await recordEmails(db, personId, emails))) {
      person.touch(now)
      what.push('emails')
    }
    await em.flush()
    if (what.length > 0) emit(PersonChanged, { personId, what })
    return showPerson(db, personId)
  },
  { constraints: { person_one_trn: TrnTaken, person_email_one_owner: EmailTaken } },
)

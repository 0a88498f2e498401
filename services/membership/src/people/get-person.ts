import { GetPerson, NoSuchPerson } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { holds, resolvePerson, seesPerson } from '../standing.ts'
import { showPerson } from './shown-person.ts'

export const getPerson = handle(GetPerson, async ({ personId }, { sql: db, caller, today, fail }) => {
  const kept = (await resolvePerson(db, personId)) ?? fail(NoSuchPerson)
  if (!(await holds(db, seesPerson(caller, kept, today)))) fail(NoSuchPerson)
  return showPerson(db, personId)
})

import { LockMode } from '@mikro-orm/core'
import { AskForErasure, ErasureAsked, NoSuchPerson, PersonErased, PersonWasErased, PersonWasMerged } from '@nlc/contracts/membership'
import { handle, isNationalBody, newId } from '@nlc/runtime'
import { actingPerson, resolvePerson } from '../standing.ts'
import { erasePerson } from './erase-person.ts'
import { Erasure, shownErasure } from './erasure.ts'
import { Person } from './person.ts'

export const askForErasure = handle(AskForErasure, async ({ personId }, { em, sql: db, caller, now, today, emit, fail }) => {
  const kept = (await resolvePerson(db, personId)) ?? fail(NoSuchPerson)
  if (!isNationalBody(caller) && (await actingPerson(db, caller, today)) !== kept) fail(NoSuchPerson)
  if (kept !== personId.toLowerCase()) fail(PersonWasMerged, { intoPersonId: kept })
  const person = await em.findOneOrFail(Person, kept, { lockMode: LockMode.PESSIMISTIC_WRITE })
  if (person.erasedOn) fail(PersonWasErased)

  const waiting = await em.findOne(Erasure, { personId: kept, state: 'asked' })
  const erasure = waiting ?? Erasure.asked(newId(), kept, today, now)
  if (!waiting) em.persist(erasure)
  if (isNationalBody(caller)) {
    erasure.carryOut(today)
    await erasePerson(em, db, person, today, now)
    emit(PersonErased, { personId: kept })
  } else if (!waiting) {
    emit(ErasureAsked, { personId: kept })
  }
  return shownErasure(erasure)
})

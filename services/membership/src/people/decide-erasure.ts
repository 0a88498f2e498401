import { LockMode } from '@mikro-orm/core'
import { DecideErasure, ErasureRefused, NoErasureAsked, NoSuchPerson, PersonErased, RefusalNeedsGround } from '@nlc/contracts/membership'
import { handle, isNationalBody } from '@nlc/runtime'
import { resolvePerson } from '../standing.ts'
import { erasePerson } from './erase-person.ts'
import { Erasure, shownErasure } from './erasure.ts'
import { Person } from './person.ts'

export const decideErasure = handle(
  DecideErasure,
  async ({ personId, decision, ground, explanation }, { em, sql: db, caller, now, today, emit, fail }) => {
    const kept = (await resolvePerson(db, personId)) ?? fail(NoSuchPerson)
    if (!isNationalBody(caller)) fail(NoSuchPerson)
    const person = await em.findOneOrFail(Person, kept, { lockMode: LockMode.PESSIMISTIC_WRITE })
    const erasure = (await em.findOne(Erasure, { personId: kept, state: 'asked' })) ?? fail(NoErasureAsked)

    if (decision === 'carry-out') {
      if (ground !== undefined || explanation !== undefined) fail(RefusalNeedsGround)
      erasure.carryOut(today)
      await erasePerson(em, db, person, today, now)
      emit(PersonErased, { personId: kept })
    } else {
      if (ground === undefined || explanation === undefined) return fail(RefusalNeedsGround)
      erasure.refuse(ground, explanation, today)
      emit(ErasureRefused, { personId: kept, ground })
    }
    return shownErasure(erasure)
  },
)

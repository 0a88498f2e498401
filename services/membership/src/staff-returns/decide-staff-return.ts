import {
  DecideStaffReturn,
  NoSuchStaffReturn,
  ReturnDoesNotWait,
  StaffReturnAccepted,
  StaffReturnRejected,
} from '@nlc/contracts/membership'
import { handle, newId } from '@nlc/runtime'
import { mayKeep } from '../standing.ts'
import { applyPlan, askQuestions } from './apply-plan.ts'
import { mayReadReturn } from './get-staff-return.ts'
import { planReturn } from './plan-return.ts'
import { oneAtATime, readKnown } from './read-known.ts'
import { StaffReturn, shownReturn } from './staff-return.ts'
import { meanwhile } from './submit-staff-return.ts'

export const decideStaffReturn = handle(
  DecideStaffReturn,
  async ({ urn, returnId, decision = 'confirm' }, { em, sql: db, caller, now, today, emit, fail }) => {
    await oneAtATime(db, urn)
    const staffReturn = (await em.findOne(StaffReturn, { id: returnId, urn })) ?? fail(NoSuchStaffReturn)
    if (!mayReadReturn(caller, staffReturn.clientId) || !(await mayKeep(db, caller, today, { urn }))) fail(NoSuchStaffReturn)
    const { items, mode, extractedAt, clientId } = staffReturn
    if (!items) return fail(ReturnDoesNotWait)

    if (decision === 'reject') {
      staffReturn.reject()
      emit(StaffReturnRejected, { returnId: staffReturn.id, urn })
      return shownReturn(staffReturn)
    }
    const sender = { caller, clientId, urn, today, extractedAt }
    const plan = planReturn(await readKnown(db, sender, items), mode, items, newId)
    staffReturn.accept(plan)
    await em.flush()
    await applyPlan(db, sender, plan, emit)
    await askQuestions(db, sender, now, plan, emit)
    emit(StaffReturnAccepted, { returnId: staffReturn.id, urn, mode, extractedAt, counts: staffReturn.counts })
    return shownReturn(staffReturn)
  },
  { constraints: meanwhile },
)

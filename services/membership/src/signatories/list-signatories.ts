import { ListGroupSignatories, ListSchoolSignatories, NoSuchGroupToSignFor, NoSuchSchoolToSignFor } from '@nlc/contracts/membership'
import type { Caller } from '@nlc/runtime'
import { handle, type Sql } from '@nlc/runtime'
import { holds, isNotLeftOut, type Place, seesGroup, seesSchool, signatoriesOf } from '../standing.ts'
import { isPlace } from './authority-over.ts'

export const listSchoolSignatories = handle(ListSchoolSignatories, async ({ urn, asAt }, { sql: db, caller, today, fail }) => {
  if (!(await isPlace(db, { urn })) || !(await holds(db, seesSchool(caller, urn, today)))) fail(NoSuchSchoolToSignFor)
  return signatories(db, caller, { urn }, asAt ?? today)
})

export const listGroupSignatories = handle(ListGroupSignatories, async ({ groupId, asAt }, { sql: db, caller, today, fail }) => {
  if (!(await isPlace(db, { groupId })) || !(await holds(db, seesGroup(caller, groupId, today)))) fail(NoSuchGroupToSignFor)
  return signatories(db, caller, { groupId }, asAt ?? today)
})

async function signatories(db: Sql, caller: Caller, place: Place, asAt: string) {
  const items = []
  for (const { personId, ground, delegationId, firstDay, lastDay } of await signatoriesOf(db, place, asAt)) {
    if (!(await holds(db, isNotLeftOut(caller, personId)))) continue
    items.push({ personId, ground, delegationId: delegationId ?? undefined, firstDay, lastDay: lastDay ?? undefined })
  }
  return { asAt, items }
}

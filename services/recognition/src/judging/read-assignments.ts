import { NeedsPerson } from '@nlc/contracts/membership'
import { GetAssignment, ListAssignments, NoSuchAssignment } from '@nlc/contracts/recognition'
import { handle, idCursor, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { actingPerson } from '../standing.ts'
import { readAssignments } from './assignment.ts'

export const getAssignment = handle(GetAssignment, async ({ assignmentId }, { sql: db, caller, today, fail }) => {
  const personId = await actingPerson(db, caller, today)
  const [assignment] = await readAssignments(
    db,
    sql`where a.id = ${assignmentId}::uuid and a.judge_id = ${personId ?? null}::uuid and a.state <> 'ended'`,
  )
  return assignment ?? fail(NoSuchAssignment)
})

export const listAssignments = handle(ListAssignments, async ({ state, after, limit = 50 }, { sql: db, caller, today, fail }) => {
  const personId = (await actingPerson(db, caller, today)) ?? fail(NeedsPerson)
  const ofState = state === undefined ? sql`` : sql`and a.state = ${state}`
  const rows = await readAssignments(
    db,
    sql`where a.judge_id = ${personId}::uuid and a.id > ${idCursor(after)}::uuid ${ofState} order by a.id limit ${limit + 1}`,
  )
  return pageFrom(rows, limit, ({ id }) => [id])
})

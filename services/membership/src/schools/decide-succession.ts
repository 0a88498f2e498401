import {
  AlreadySucceeded,
  DecideSuccession,
  NoSuchSchool,
  NoSuchSuccessor,
  SuccessionDeclined,
  SuccessionExpected,
  SuccessionNeedsDay,
} from '@nlc/contracts/membership'
import { handle, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { endMembershipsOfClosedSchool } from '../network-memberships/end-memberships-of-closed-school.ts'
import { onlyNationalBody } from '../register-imports/only-national-body.ts'
import { successionDay } from './named-successions.ts'
import { readSuccessions } from './read-successions.ts'
import { SchoolSuccession } from './school-succession.ts'
import { settleSuccessions } from './settle-successions.ts'
import { succeed } from './succeed.ts'
import { touchSchools } from './touch-schools.ts'

export const decideSuccession = handle(DecideSuccession, async ({ urn, successorUrn, firstDay, reason }, context) => {
  const { em, sql: db, caller, today, emit, enqueue, fail, checkVersion } = context
  onlyNationalBody(caller)
  if (!(await isSchool(db, urn))) fail(NoSuchSchool)
  const held = await em.findOne(SchoolSuccession, urn)
  checkVersion(held ?? { version: 0 })
  if (held?.state === 'succeeded') fail(AlreadySucceeded, { successorUrn: held.successorUrn! })

  const succession = held ?? SchoolSuccession.of(urn)
  succession.decide(reason)
  if (successorUrn === undefined) {
    succession.decline()
    emit(SuccessionDeclined, { urn })
    await enqueue(endMembershipsOfClosedSchool, { urn }, { key: urn })
    await touchSchools(db, [urn])
  } else {
    if (successorUrn === urn || !(await isSchool(db, successorUrn))) fail(NoSuchSuccessor)
    const day = firstDay ?? (await dayOf(db, urn, successorUrn)) ?? fail(SuccessionNeedsDay)
    succession.carryOn(successorUrn, day, today)
    if (succession.state === 'succeeded') {
      await succeed(context, { urn, successorUrn, firstDay: day })
    } else {
      emit(SuccessionExpected, { urn, successorUrn, firstDay: day })
      await touchSchools(db, [urn, successorUrn])
      await enqueue(settleSuccessions, {}, { key: 'settle' })
    }
  }
  em.persist(succession)
  await em.flush()
  return (await readSuccessions(db, sql.table('school_succession'), sql`where x.urn = ${urn}`))[0]!
})

async function isSchool(db: Sql, urn: string): Promise<boolean> {
  const { rows } = await sql`select from school where urn = ${urn}`.execute(db)
  return rows.length > 0
}

/** From when the one would carry on the other by the register's own days. */
async function dayOf(db: Sql, urn: string, successorUrn: string): Promise<string | undefined> {
  const { rows } = await sql<{ day: string | null }>`
    select ${successionDay} as day
    from school p, school s, (
      select max(established_on) as established_on from school_link
      where (urn, link_urn) in ((${urn}, ${successorUrn}), (${successorUrn}, ${urn}))) link
    where p.urn = ${urn} and s.urn = ${successorUrn}`.execute(db)
  return rows[0]?.day ?? undefined
}

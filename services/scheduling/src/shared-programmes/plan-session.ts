import { NoSuchPerson } from '@nlc/contracts/membership'
import { LeaderNotOfProgramme, NoSuchSharedProgramme, NotOfProgramme, PlanSession, SharedProgrammeOver } from '@nlc/contracts/scheduling'
import { dayInLondon, handle, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { propose } from '../activities/propose-activity.ts'
import { whatHindersActivity } from '../activities/what-hinders-activity.ts'
import { refuseWhere } from '../hindrance.ts'
import { actingPerson, maySignFor, resolvePerson } from '../standing.ts'
import { findProgrammeToPlan } from './shared-programme.ts'

/** Without one said: few cohorts are larger. */
const usualCapacity = 100

export const planSession = handle(PlanSession, async ({ programmeId, place, leaderId: named, ...terms }, context) => {
  const { sql: db, caller, now, today, fail } = context
  const programme = (await findProgrammeToPlan(context, programmeId)) ?? fail(NoSuchSharedProgramme)
  const { urns } = programme
  if (programme.state === 'ended') return fail(SharedProgrammeOver)
  if (place.urn !== undefined && !urns.includes(place.urn)) return fail(NotOfProgramme, { urns })
  const [startsAt, endsAt] = [new Date(terms.startsAt), new Date(terms.endsAt)]
  const leaderId = named === undefined ? undefined : ((await resolvePerson(db, named)) ?? fail(NoSuchPerson))
  if (leaderId !== undefined && !(await isOfOne(db, leaderId, urns, dayInLondon(startsAt)))) return fail(LeaderNotOfProgramme, { urns })

  const { capacity = usualCapacity, title, minutes, expertise } = terms
  const planned = {
    ...{ networkId: programme.networkId, kind: 'session' as const, place, startsAt, endsAt, capacity, needsPupils: false },
    ...{ inTurn: place.kind === 'school', programmeId: programme.id },
  }
  refuseWhere(await whatHindersActivity(db, planned, now), fail)
  const proposedBy = await actingPerson(db, caller, today)
  const isConfirmed = place.urn !== undefined && (await maySignFor(db, caller, today, { urn: place.urn }))
  return propose(context, planned, { title, minutes, leaderId, expertise, proposedBy, isConfirmed })
})

async function isOfOne(db: Sql, personId: string, urns: readonly string[], day: string): Promise<boolean> {
  const { rows } = await sql`
    select from person_place p
    where p.person_id = ${personId}::uuid and p.urn = any (${[...urns]}::text[])
      and ${day}::date between p.first_day and coalesce(p.last_day, 'infinity') limit 1`.execute(db)
  return rows.length > 0
}

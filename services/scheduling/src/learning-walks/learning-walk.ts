import type { LearningWalk as Shown } from '@nlc/contracts/scheduling'
import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Static } from 'typebox'

type ShownWalk = Static<typeof Shown>
type Member = ShownWalk['team'][number]
/** As the API shows it, but for instants, which are no strings yet. */
export interface LearningWalk {
  readonly activityId: string
  readonly protocol?: { readonly focus: string; readonly questions: string[]; readonly agreedAt: Date }
  readonly team: Member[]
  readonly staffBriefedAt?: Date
  readonly observations: Observation[]
  readonly debriefedAt?: Date
  readonly feedback?: { readonly text: string; readonly sharedAt: Date }
}
export type Observation = Omit<ShownWalk['observations'][number], 'recordedAt'> & { readonly recordedAt: Date }

interface Row {
  readonly focus: string | null
  readonly questions: string[] | null
  readonly agreedAt: Date | null
  readonly leadId: string | null
  readonly staffBriefedAt: Date | null
  readonly debriefedAt: Date | null
  readonly feedback: string | null
  readonly sharedAt: Date | null
}

/** Of an activity of that kind, however far it is. */
export async function readWalk(db: Sql, activityId: string): Promise<LearningWalk> {
  const { rows } = await sql<Row>`
    select focus, questions, protocol_agreed_at as "agreedAt", now_called(lead_id) as "leadId", staff_briefed_at as "staffBriefedAt",
      debriefed_at as "debriefedAt", feedback, feedback_shared_at as "sharedAt"
    from learning_walk where activity_id = ${activityId}::uuid`.execute(db)
  const [row] = rows
  if (!row) return { activityId, team: [], observations: [] }
  const { focus, questions, agreedAt, leadId, staffBriefedAt, debriefedAt, feedback, sharedAt } = row
  return {
    activityId,
    team: leadId === null ? [] : await readTeam(db, activityId, leadId),
    observations: await readObservations(db, activityId),
    ...(agreedAt && { protocol: { focus: focus!, questions: questions!, agreedAt } }),
    ...(staffBriefedAt && { staffBriefedAt }),
    ...(debriefedAt && { debriefedAt }),
    ...(sharedAt && { feedback: { text: feedback!, sharedAt } }),
  }
}

async function readTeam(db: Sql, activityId: string, leadId: string): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select b.id as "bookingId", b.person_id as "personId", b.person_id = ${leadId}::uuid as "isLead", b.state
    from booking b where b.activity_id = ${activityId}::uuid and b.state not in ('cancelled', 'declined') order by 3 desc, b.seq`.execute(
    db,
  )
  return rows
}

async function readObservations(db: Sql, activityId: string): Promise<Observation[]> {
  const { rows } = await sql<Observation>`
    select id, visit_number as "visitNumber", class_number as "classNumber", seen, recorded_at as "recordedAt"
    from walk_observation where activity_id = ${activityId}::uuid order by id`.execute(db)
  return rows
}

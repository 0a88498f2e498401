/** All that is somebody's follows them into another record where two are merged. */
import { PersonMerged } from '@nlc/contracts/membership'
import {
  AssignmentEnded,
  AwardFollowedPerson,
  CentreChanged,
  PortfolioFollowedPerson,
  RecordFollowedPerson,
  RecordRemoved,
} from '@nlc/contracts/recognition'
import { type Change, react } from '@nlc/runtime'
import { sql } from 'kysely'
import { findCentre } from '../centres/centre.ts'
import { saidOf as saidOfCentre } from '../centres/keep-centres.ts'
import { assignJudges } from '../judging/assign-judges.ts'
import { changePortfolio, readPortfolio, saidOf } from '../portfolios/portfolio.ts'
import { findPresentation, presentedOf } from '../presentations/presentation.ts'
import { resolvePerson } from '../standing.ts'

type Said =
  | typeof PortfolioFollowedPerson
  | typeof AssignmentEnded
  | typeof AwardFollowedPerson
  | typeof CentreChanged
  | typeof RecordFollowedPerson
  | typeof RecordRemoved
type Following = Pick<Change<Said>, 'sql' | 'emit' | 'enqueue'>

export const followPersonOnPersonMerged = react(
  'recognition.follow-person',
  {
    on: PersonMerged,
    emits: [PortfolioFollowedPerson, AssignmentEnded, AwardFollowedPerson, CentreChanged, RecordFollowedPerson, RecordRemoved],
  },
  async ({ personId, intoPersonId }, change) => {
    const kept = (await resolvePerson(change.sql, intoPersonId)) ?? intoPersonId
    await sql`update known_appointment set person_id = ${kept} where person_id = ${personId}::uuid`.execute(change.sql)
    await sql`update known_attendance set person_id = ${kept} where person_id = ${personId}::uuid`.execute(change.sql)
    await sql`update attestation set coach_id = ${kept} where coach_id = ${personId}::uuid`.execute(change.sql)
    await movePortfolios(change, personId, kept)
    await moveAssignments(change, personId, kept)
    await moveAwards(change, personId, kept)
    await moveRecords(change, personId, kept)
    await moveCentres(change, personId, kept)
  },
)

/** Nobody coaches themselves: where the two were participant and coach, there is no coach any more. */
async function movePortfolios({ sql: db, emit }: Following, from: string, kept: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from portfolio where person_id = ${from}::uuid or coach_id = ${from}::uuid order by id for update`.execute(db)
  for (const { id } of rows) {
    const { personId, coachId } = await readPortfolio(db, id)
    const [participant, coach] = [personId, coachId].map((person) => (person === from ? kept : person))
    const moved = await changePortfolio(
      db,
      id,
      sql`person_id = ${participant}::uuid, coach_id = ${coach === participant ? null : (coach ?? null)}::uuid`,
    )
    emit(PortfolioFollowedPerson, saidOf(moved))
  }
}

/**
 * What was judged stays judged. What both were asked to judge, one person judges once: the other assignment is ended. Whether they may
 * judge it at all is looked at anew.
 */
async function moveAssignments({ sql: db, emit, enqueue }: Following, from: string, kept: string): Promise<void> {
  const { rows } = await sql<{ id: string; presentationId: string; twice: boolean }>`
    select a.id, a.presentation_id as "presentationId", exists (
      select from assignment b where b.presentation_id = a.presentation_id and b.judge_id = ${kept}::uuid) as twice
    from assignment a where a.judge_id = ${from}::uuid order by a.id for update`.execute(db)
  for (const { id, presentationId, twice } of rows) {
    if (!twice) await sql`update assignment set version = version + 1, judge_id = ${kept} where id = ${id}::uuid`.execute(db)
    else {
      const ended = await sql`
        update assignment set version = version + 1, state = 'ended', ended_reason = 'conflict-of-interest'
        where id = ${id}::uuid and state = 'open' returning true`.execute(db)
      if (ended.rows.length > 0) {
        const presentation = (await findPresentation(db, presentationId))!
        const portfolio = await changePortfolio(db, presentation.portfolioId)
        emit(AssignmentEnded, { ...presentedOf(portfolio, presentation), reason: 'conflict-of-interest' })
      }
    }
    await enqueue(assignJudges, { presentationId }, { key: presentationId })
  }
}

async function moveAwards({ sql: db, emit }: Following, from: string, kept: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    update award set version = version + 1, person_id = ${kept} where person_id = ${from}::uuid returning id`.execute(db)
  for (const { id } of rows) emit(AwardFollowedPerson, { awardId: id, personId: kept })
}

/** What both had brought is one and the same: it is kept once. */
async function moveRecords({ sql: db, emit }: Following, from: string, kept: string): Promise<void> {
  const { rows: twice } = await sql<{ id: string }>`
    with gone as (
      delete from imported_record r where person_id = ${from}::uuid
        and exists (select from imported_record o where o.person_id = ${kept}::uuid and o.credential_id = r.credential_id)
      returning id, upload_id),
      expired as (update upload set expires_at = now() where id in (select upload_id from gone))
    select id from gone`.execute(db)
  for (const { id } of twice) emit(RecordRemoved, { recordId: id, personId: kept })
  const { rows } = await sql<{ id: string }>`
    update imported_record set version = version + 1, person_id = ${kept} where person_id = ${from}::uuid returning id`.execute(db)
  for (const { id } of rows) emit(RecordFollowedPerson, { recordId: id, personId: kept })
}

async function moveCentres({ sql: db, emit }: Following, from: string, kept: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    with led as (delete from centre_leader where person_id = ${from}::uuid returning centre_id),
      moved as (insert into centre_leader (centre_id, person_id) select centre_id, ${kept}::uuid from led on conflict do nothing)
    update centre set version = version + 1 where id in (select centre_id from led) returning id`.execute(db)
  for (const { id } of rows) emit(CentreChanged, saidOfCentre((await findCentre(db, id))!))
}

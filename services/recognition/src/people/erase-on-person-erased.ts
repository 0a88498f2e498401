/**
 * Who is erased leaves nothing that they wrote, nor what was written of it. Of what was awarded, codes and days stay, so that whoever
 * was shown it can still check it; of what they judged, the judgement, without whose it was.
 */
import { PersonErased } from '@nlc/contracts/membership'
import { AssignmentEnded, CentreChanged, PortfolioFollowedPerson } from '@nlc/contracts/recognition'
import { type Change, react } from '@nlc/runtime'
import { sql } from 'kysely'
import { findCentre } from '../centres/centre.ts'
import { saidOf as saidOfCentre } from '../centres/keep-centres.ts'
import { assignJudges } from '../judging/assign-judges.ts'
import { changePortfolio, saidOf } from '../portfolios/portfolio.ts'
import { findPresentation, presentedOf } from '../presentations/presentation.ts'

type Erasing = Pick<Change<typeof PortfolioFollowedPerson | typeof AssignmentEnded | typeof CentreChanged>, 'sql' | 'emit' | 'enqueue'>

export const eraseOnPersonErased = react(
  'recognition.erase-person',
  { on: PersonErased, emits: [PortfolioFollowedPerson, AssignmentEnded, CentreChanged] },
  async ({ personId }, change) => {
    // What is frozen may be erased, and nothing else.
    await sql`select set_config('nlc.erasing', 'on', true)`.execute(change.sql)
    await erasePortfolios(change, personId)
    await eraseAsCoach(change, personId)
    await eraseAsJudge(change, personId)
    await eraseAsLeader(change, personId)
    await sql`delete from known_appointment where person_id = ${personId}::uuid`.execute(change.sql)
    await sql`delete from known_attendance where person_id = ${personId}::uuid`.execute(change.sql)
    await sql`select set_config('nlc.erasing', 'off', true)`.execute(change.sql)
  },
)

async function erasePortfolios({ sql: db }: Erasing, personId: string): Promise<void> {
  const own = sql`(select id from portfolio where person_id = ${personId}::uuid)`
  await sql`
    delete from credit_claim where award_id in (select id from award where person_id = ${personId}::uuid)`.execute(db)
  await sql`
    update award set version = version + 1, person_id = null, portfolio_id = null, presentation_id = null, credential = null,
      credential_jwt = null, revocation_note = null, page_hash = null
    where person_id = ${personId}::uuid`.execute(db)
  await sql`delete from assignment where presentation_id in (select id from presentation where portfolio_id in ${own})`.execute(db)
  await sql`delete from presentation where portfolio_id in ${own}`.execute(db)
  await sql`
    with gone as (delete from evidence where portfolio_id in ${own} returning upload_id)
    delete from upload where id in (select upload_id from gone)`.execute(db)
  await sql`delete from attestation where portfolio_id in ${own}`.execute(db)
  await sql`delete from portfolio where person_id = ${personId}::uuid`.execute(db)
  await sql`delete from imported_record where person_id = ${personId}::uuid`.execute(db)
  // Whatever was uploaded for them: of evidence, of records, and what was never made either of.
  await sql`
    delete from upload where person in (select id from known_person where coalesce(merged_into, id) = ${personId}::uuid)`.execute(db)
}

async function eraseAsCoach({ sql: db, emit }: Erasing, personId: string): Promise<void> {
  await sql`delete from attestation where coach_id = ${personId}::uuid`.execute(db)
  const { rows } = await sql<{ id: string }>`select id from portfolio where coach_id = ${personId}::uuid order by id`.execute(db)
  for (const { id } of rows) emit(PortfolioFollowedPerson, saidOf(await changePortfolio(db, id, sql`coach_id = null`)))
}

/** Another judges what they had not judged yet. */
async function eraseAsJudge({ sql: db, emit, enqueue }: Erasing, personId: string): Promise<void> {
  const { rows } = await sql<{ presentationId: string }>`
    update assignment set version = version + 1, state = 'ended', ended_reason = 'erased'
    where judge_id = ${personId}::uuid and state = 'open' returning presentation_id as "presentationId"`.execute(db)
  for (const { presentationId } of rows) {
    const presentation = (await findPresentation(db, presentationId))!
    const portfolio = await changePortfolio(db, presentation.portfolioId)
    emit(AssignmentEnded, { ...presentedOf(portfolio, presentation), reason: 'erased' })
    await enqueue(assignJudges, { presentationId }, { key: presentationId })
  }
}

async function eraseAsLeader({ sql: db, emit }: Erasing, personId: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    with led as (delete from centre_leader where person_id = ${personId}::uuid returning centre_id)
    update centre set version = version + 1 where id in (select centre_id from led) returning id`.execute(db)
  for (const { id } of rows) emit(CentreChanged, saidOfCentre((await findCentre(db, id))!))
}

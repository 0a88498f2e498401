import { NeedsPerson, NoSuchPerson } from '@nlc/contracts/membership'
import {
  CoachOfOneself,
  DescribeJourney,
  Enrol,
  EnrolledAlready,
  MayNotEnrol,
  NoSuchFramework,
  NoSuchPortfolio,
  NoSuchStage,
  PortfolioEnrolled,
  PortfolioNotInState,
  PortfolioPlanned,
} from '@nlc/contracts/recognition'
import { handle, newId, type Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { findFramework } from '../frameworks/framework.ts'
import { actingPerson, resolvePerson } from '../standing.ts'
import { findPortfolioToKeep } from './find-portfolio.ts'
import { changePortfolio, open, readPortfolio, readPortfolios, saidOf } from './portfolio.ts'

export const enrol = handle(Enrol, async ({ frameworkCode, stage }, { sql: db, caller, today, now, emit, fail }) => {
  const personId = (await actingPerson(db, caller, today)) ?? fail(NeedsPerson)
  const { edition, stages, enrols } = (await findFramework(db, frameworkCode)) ?? fail(NoSuchFramework)
  if (!stages.some(({ code }) => code === stage)) fail(NoSuchStage, { stages: stages.map(({ code }) => code) })
  if (!(await isOneOf(db, personId, enrols, today))) fail(MayNotEnrol, { enrols })
  // Whoever enrols twice at once waits for the first.
  await sql`select from known_person where id = ${personId}::uuid for update`.execute(db)
  const [there] = await readPortfolios(
    db,
    sql`where p.person_id = ${personId}::uuid and p.framework_code = ${frameworkCode} and p.stage = ${stage} and p.state <> 'not-awarded' limit 1`,
  )
  if (there) fail(EnrolledAlready, { portfolioId: there.id })

  const id = newId()
  await sql`
    insert into portfolio (id, person_id, framework_code, edition, stage, enrolled_at)
    values (${id}, ${personId}, ${frameworkCode}, ${edition}, ${stage}, ${now.toISOString()}::timestamptz)`.execute(db)
  const portfolio = await readPortfolio(db, id)
  emit(PortfolioEnrolled, saidOf(portfolio))
  return portfolio
})

export const describeJourney = handle(DescribeJourney, async ({ portfolioId, title, journey, coachId: named }, context) => {
  const { sql: db, emit, fail, checkVersion } = context
  const portfolio = (await findPortfolioToKeep(context, portfolioId)) ?? fail(NoSuchPortfolio)
  checkVersion(portfolio)
  if (!open.includes(portfolio.state)) fail(PortfolioNotInState, { state: portfolio.state, needed: [...open] })
  const coachId = named === undefined ? null : ((await resolvePerson(db, named)) ?? fail(NoSuchPerson))
  if (coachId === portfolio.personId) fail(CoachOfOneself)
  const state = portfolio.state === 'enrolled' ? 'planning' : portfolio.state
  const planned = await changePortfolio(
    db,
    portfolio.id,
    sql`title = ${title}, journey = ${journey}, coach_id = ${coachId}::uuid, state = ${state}`,
  )
  emit(PortfolioPlanned, saidOf(planned))
  return planned
})

/** Today, of one of these categories of staff. */
async function isOneOf(db: Sql, personId: string, categories: readonly string[], today: string): Promise<boolean> {
  const { rows } = await sql`
    select from known_employment_place
    where person_id = ${personId}::uuid and staff_category = any (${[...categories]}::text[])
      and ${today}::date between first_day and coalesce(last_day, 'infinity') limit 1`.execute(db)
  return rows.length > 0
}

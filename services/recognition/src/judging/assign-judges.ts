/** Sees to it that somebody judges what is presented, until it is decided. */
import { AssignmentEnded, JudgesAssigned } from '@nlc/contracts/recognition'
import { type Change, newId, work } from '@nlc/runtime'
import { sql } from 'kysely'
import Type from 'typebox'
import { type Framework, frameworkOf } from '../frameworks/framework.ts'
import { changePortfolio, type Portfolio, readPortfolio } from '../portfolios/portfolio.ts'
import { findPresentation, type Presentation, presentedOf } from '../presentations/presentation.ts'
import { type Assigned, differing, readAssigned } from './assignment.ts'
import { chooseJudges, type Purpose } from './choose-judges.ts'

type Said = typeof JudgesAssigned | typeof AssignmentEnded
const hourMs = 3_600_000
const dayMs = 24 * hourMs

export const assignJudges = work(
  'recognition.assign-judges',
  { input: { presentationId: Type.String() }, emits: [JudgesAssigned, AssignmentEnded], maxAttempts: Number.POSITIVE_INFINITY },
  async ({ presentationId }, _state, change) => {
    const after = (ms: number) => ({ state: null, next: new Date(change.now.getTime() + ms) })
    const done = { state: null, next: 'done' } as const
    // Who counts is alone: or two would find the same person to have the least to do.
    await sql`select pg_advisory_xact_lock(hashtext('recognition.assign-judges'))`.execute(change.sql)
    const { rows } = await sql<{ portfolioId: string; held: boolean }>`
      select pr.portfolio_id as "portfolioId", exists (
        select from (select from portfolio where id = pr.portfolio_id for update skip locked) p) as held
      from presentation pr where pr.id = ${presentationId}::uuid`.execute(change.sql)
    const [found] = rows
    if (!found) return done
    // A judgement is being given. Whoever gives it may want this work's row next: so it is not waited for, but looked at anew.
    if (!found.held) return after(0)

    const portfolio = await readPortfolio(change.sql, found.portfolioId)
    const presentation = (await findPresentation(change.sql, presentationId))!
    const purpose = purposeOf(portfolio)
    if (purpose === undefined) return done
    const framework = await frameworkOf(change.sql, portfolio)
    await endWhereNotRight(change, portfolio, presentation, roleFor(purpose, framework))

    const assigned = (await readAssigned(change.sql, presentationId)).filter(
      (assignment) => assignment.purpose === purpose && assignment.state !== 'ended',
    )
    const missing = wanted(purpose, assigned, framework) - assigned.length
    if (missing <= 0) return after(dayMs)
    const chosen = await chooseJudges(change.sql, {
      presentationId,
      portfolioId: portfolio.id,
      purpose,
      role: roleFor(purpose, framework),
      today: change.today,
      count: missing,
    })
    if (chosen.length > 0) await assign(change, portfolio, presentation, purpose, chosen)
    // Somebody may take the role on meanwhile.
    return after(chosen.length < missing ? hourMs : dayMs)
  },
)

const purposeOf = ({ state }: Portfolio): Purpose | undefined =>
  state === 'presented' || state === 'verifying'
    ? 'verification'
    : state === 'moderating'
      ? 'moderation'
      : state === 'appealed'
        ? 'appeal'
        : undefined

export const roleFor = (purpose: Purpose, { judgedBy, moderatedBy }: Framework): string =>
  purpose === 'verification' ? judgedBy : moderatedBy

/** Two judge; a third where they differ. */
function wanted(purpose: Purpose, assigned: readonly Assigned[], framework: Framework): number {
  if (purpose !== 'verification') return 1
  const judged = assigned.filter(({ state }) => state === 'judged')
  return judged.length >= 2 && differing(framework, judged).length > 0 ? 3 : 2
}

async function assign(
  { sql: db, now, emit }: Change<Said>,
  portfolio: Portfolio,
  presentation: Presentation,
  purpose: Purpose,
  judges: readonly string[],
): Promise<void> {
  for (const judge of judges) {
    await sql`
      insert into assignment (id, presentation_id, judge_id, purpose, assigned_at)
      values (${newId()}, ${presentation.id}, ${judge}, ${purpose}, ${now.toISOString()}::timestamptz)`.execute(db)
  }
  const state = purpose === 'verification' ? 'verifying' : portfolio.state
  const changed = await changePortfolio(db, portfolio.id, sql`state = ${state}`)
  emit(JudgesAssigned, { ...presentedOf(changed, presentation), purpose, assigned: judges.length })
}

/** Who holds the role no longer, or has become a colleague since, does not judge. */
async function endWhereNotRight(
  { sql: db, emit, today }: Change<Said>,
  portfolio: Portfolio,
  presentation: Presentation,
  role: string,
): Promise<void> {
  const { rows } = await sql<{ reason: 'conflict-of-interest' | 'role-ended' }>`
    update assignment a set version = a.version + 1, state = 'ended', ended_reason = n.reason
    from (
      select id, case when is_interested(judge_id, ${portfolio.id}::uuid) then 'conflict-of-interest'
        when not holds_role(judge_id, ${role}, ${today}::date) then 'role-ended' end as reason
      from assignment where presentation_id = ${presentation.id}::uuid and state = 'open') n
    where a.id = n.id and n.reason is not null returning n.reason`.execute(db)
  for (const { reason } of rows) emit(AssignmentEnded, { ...presentedOf(await changePortfolio(db, portfolio.id), presentation), reason })
}

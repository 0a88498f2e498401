import type { InputOf } from '@nlc/contracts/define'
import {
  AssignmentEnded,
  AssignmentHasEnded,
  CommentMissing,
  ConflictOfInterest,
  DeclineAssignment,
  GiveJudgement,
  JudgedAlready,
  JudgementGiven,
  NoSuchAssignment,
  OtherDimensions,
} from '@nlc/contracts/recognition'
import { type Fail, handle } from '@nlc/runtime'
import { sql } from 'kysely'
import type { Settings } from '../config.ts'
import { type Framework, frameworkOf } from '../frameworks/framework.ts'
import type { Asked } from '../portfolios/find-portfolio.ts'
import { changePortfolio, type Portfolio, readPortfolio } from '../portfolios/portfolio.ts'
import { findPresentation, type Presentation, presentedOf } from '../presentations/presentation.ts'
import { actingPerson, holds } from '../standing.ts'
import { assignJudges, roleFor } from './assign-judges.ts'
import { type Assignment, readAssignments } from './assignment.ts'
import { decide } from './decide.ts'

export const giveJudgement = (settings: () => Settings) =>
  handle(GiveJudgement, async ({ assignmentId, dimensions }, context) => {
    const { sql: db, now, today, emit, enqueue, fail } = context
    const { assignment, judgeId, portfolio, presentation } = await findToJudge(context, assignmentId, fail)
    const framework = await frameworkOf(db, portfolio)
    const role = roleFor(assignment.purpose, framework)
    // Somebody may have become a colleague, or have given the role up, since they were asked.
    if (await holds(db, sql`is_interested(${judgeId}::uuid, ${portfolio.id}::uuid)`)) fail(ConflictOfInterest)
    if (!(await holds(db, sql`holds_role(${judgeId}::uuid, ${role}, ${today}::date)`))) fail(AssignmentHasEnded)
    check(framework, dimensions, fail)

    await sql`
      update assignment set version = version + 1, state = 'judged', judged_at = ${now.toISOString()}::timestamptz,
        dimensions = ${JSON.stringify(dimensions)}::jsonb
      where id = ${assignmentId}::uuid`.execute(db)
    const changed = await changePortfolio(db, portfolio.id)
    emit(JudgementGiven, presentedOf(changed, presentation))
    await decide(context, settings(), changed, presentation, assignment.purpose)
    await enqueue(assignJudges, { presentationId: presentation.id }, { key: presentation.id })
    return (await readAssignments(db, sql`where a.id = ${assignmentId}::uuid`))[0]!
  })

export const declineAssignment = handle(DeclineAssignment, async ({ assignmentId, reason }, context) => {
  const { sql: db, emit, enqueue, fail } = context
  const { portfolio, presentation } = await findToJudge(context, assignmentId, fail)
  const ended = reason === 'no-time' ? 'declined' : reason
  await sql`
    update assignment set version = version + 1, state = 'ended', ended_reason = ${ended} where id = ${assignmentId}::uuid`.execute(db)
  emit(AssignmentEnded, { ...presentedOf(await changePortfolio(db, portfolio.id), presentation), reason: ended })
  await enqueue(assignJudges, { presentationId: presentation.id }, { key: presentation.id })
  return (await readAssignments(db, sql`where a.id = ${assignmentId}::uuid`))[0]!
})

/** By who is to judge it, with the portfolio held, so that judgements of it come one after the other. */
async function findToJudge(
  { sql: db, caller, today }: Asked,
  assignmentId: string,
  fail: Fail<typeof NoSuchAssignment | typeof JudgedAlready | typeof AssignmentHasEnded>,
): Promise<{ assignment: Assignment; judgeId: string; portfolio: Portfolio; presentation: Presentation }> {
  const judgeId = await actingPerson(db, caller, today)
  const own = sql`where a.id = ${assignmentId}::uuid and a.judge_id = ${judgeId ?? null}::uuid`
  const [asked] = await readAssignments(db, own)
  if (!asked) return fail(NoSuchAssignment)
  await sql`select from portfolio where id = ${asked.portfolioId}::uuid for update`.execute(db)
  const [assignment] = await readAssignments(db, own)
  if (!assignment) return fail(NoSuchAssignment)
  if (assignment.state === 'judged') fail(JudgedAlready)
  if (assignment.state === 'ended') fail(AssignmentHasEnded)
  return {
    assignment,
    judgeId: judgeId!,
    portfolio: await readPortfolio(db, assignment.portfolioId),
    presentation: (await findPresentation(db, assignment.presentationId))!,
  }
}

/** Each dimension once, each of its criteria answered, and what is missing said. */
function check(
  framework: Framework,
  given: InputOf<typeof GiveJudgement>['dimensions'],
  fail: Fail<typeof OtherDimensions | typeof CommentMissing>,
): void {
  const byCode = new Map(given.map((dimension) => [dimension.code, dimension]))
  const whole =
    byCode.size === given.length &&
    given.length === framework.dimensions.length &&
    framework.dimensions.every(({ code, criteria }) => byCode.get(code)?.criteriaMet.length === criteria.length)
  if (!whole) fail(OtherDimensions, { expected: framework.dimensions.map(({ code, criteria }) => ({ code, criteria: criteria.length })) })
  const silent = given.filter(({ criteriaMet, comment }) => !criteriaMet.every(Boolean) && comment === undefined)
  if (silent.length > 0) fail(CommentMissing, { dimensions: silent.map(({ code }) => code) })
}

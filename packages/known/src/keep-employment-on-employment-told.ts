/** Employments come before the person whom they name as well as after. */
import { EmploymentChanged, EmploymentCorrected, EmploymentEnded, EmploymentStarted, EmploymentVoided } from '@nlc/contracts/membership'
import { type ReactionContext, react } from '@nlc/runtime'
import { sql } from 'kysely'
import { lasting } from './day.ts'
import { changedTo, type Period, toldPeriod } from './employment-periods.ts'
import { readEmployments, settleEmployment, writeEmployment } from './known-employment.ts'

type Context = Pick<ReactionContext<never>, 'sql' | 'event'>

/** What is told of an employment that a merge of people, said later, has united with another is in that one already. */
async function keep(
  { sql: db, event }: Context,
  { employmentId: id, personId }: { employmentId: string; personId: string },
  tell: (before: readonly Period[], toldAt: string) => readonly Period[],
  { voided = false, ended = false } = {},
): Promise<void> {
  const [known] = await readEmployments(db, sql`e.id = ${id}`)
  if (known && (known.unitedInto !== null || new Date(known.toldAt) > event.recordedAt)) return
  const { rows } = await sql<{ kept: string }>`select know_person(${personId}::uuid) as kept`.execute(db)
  const toldAt = event.recordedAt.toISOString()
  const employment = {
    ...{ id, personId: rows[0]!.kept, toldAt, endToldAt: ended ? toldAt : null, voided, unitedInto: null },
    periods: tell(known?.periods ?? [], toldAt),
  }
  await writeEmployment(db, employment)
  await settleEmployment(db, employment)
}

export const keepEmploymentOnEmploymentStarted = react('known.keep-employment-started', { on: EmploymentStarted }, (told, context) =>
  keep(context, told, (_, toldAt) => [toldPeriod(told, toldAt)]),
)

export const keepEmploymentOnEmploymentChanged = react('known.keep-employment-changed', { on: EmploymentChanged }, (told, context) =>
  keep(context, told, (before, toldAt) => changedTo(before, toldPeriod(told, toldAt))),
)

export const keepEmploymentOnEmploymentEnded = react('known.keep-employment-ended', { on: EmploymentEnded }, (told, context) =>
  keep(context, told, (before) => lasting(before, told.lastDay), { ended: true }),
)

export const keepEmploymentOnEmploymentCorrected = react('known.keep-employment-corrected', { on: EmploymentCorrected }, (told, context) =>
  keep(context, told, (_, toldAt) => told.periods.map((period) => toldPeriod(period, toldAt))),
)

export const keepEmploymentOnEmploymentVoided = react('known.keep-employment-voided', { on: EmploymentVoided }, (told, context) =>
  keep(context, told, (before) => before, { voided: true }),
)

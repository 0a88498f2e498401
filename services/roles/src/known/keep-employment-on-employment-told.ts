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
  tell: (before: readonly Period[]) => readonly Period[],
  { voided = false } = {},
): Promise<void> {
  const [known] = await readEmployments(db, sql`e.id = ${id}`)
  if (known && (known.unitedInto !== null || new Date(known.toldAt) > event.recordedAt)) return
  const { rows } = await sql<{ kept: string }>`select know_person(${personId}::uuid) as kept`.execute(db)
  const employment = {
    id,
    personId: rows[0]!.kept,
    toldAt: event.recordedAt.toISOString(),
    voided,
    unitedInto: null,
    periods: tell(known?.periods ?? []),
  }
  await writeEmployment(db, employment)
  await settleEmployment(db, employment)
}

export const keepEmploymentOnEmploymentStarted = react('roles.keep-employment-started', { on: EmploymentStarted }, (told, context) =>
  keep(context, told, () => [toldPeriod(told)]),
)

export const keepEmploymentOnEmploymentChanged = react('roles.keep-employment-changed', { on: EmploymentChanged }, (told, context) =>
  keep(context, told, (before) => changedTo(before, toldPeriod(told))),
)

export const keepEmploymentOnEmploymentEnded = react('roles.keep-employment-ended', { on: EmploymentEnded }, (told, context) =>
  keep(context, told, (before) => lasting(before, told.lastDay)),
)

export const keepEmploymentOnEmploymentCorrected = react('roles.keep-employment-corrected', { on: EmploymentCorrected }, (told, context) =>
  keep(context, told, () => told.periods.map(toldPeriod)),
)

export const keepEmploymentOnEmploymentVoided = react('roles.keep-employment-voided', { on: EmploymentVoided }, (told, context) =>
  keep(context, told, (before) => before, { voided: true }),
)

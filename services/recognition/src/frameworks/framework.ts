import type { Framework as Shown } from '@nlc/contracts/recognition'
import { type Sql, type WithoutNulls, withoutNulls } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'

/** As the API shows it, but for `definedAt`, which is not a string yet. */
export type Framework = Omit<Static<typeof Shown>, 'definedAt'> & { readonly definedAt: Date }
export type FrameworkTerms = Omit<Framework, 'code' | 'edition' | 'definedAt'>

/** `f` is the edition. */
export async function readFrameworks(db: Sql, rest: RawBuilder<unknown>): Promise<Framework[]> {
  const { rows } = await sql<WithoutNulls<Framework>>`
    select f.code, f.edition, f.name, f.awarding_body as "awardingBody", f.stages, f.dimensions, f.enrols, f.judged_by as "judgedBy",
      f.moderated_by as "moderatedBy", f.moderated_percent as "moderatedPercent", f.max_presentations as "maxPresentations",
      f.appeal_days as "appealDays", f.valid_years as "validYears", f.defined_at as "definedAt"
    from framework f ${rest}`.execute(db)
  return rows.map(withoutNulls) as Framework[]
}

/** The very edition on which a portfolio began. */
export const frameworkOf = async (db: Sql, { frameworkCode, edition }: { frameworkCode: string; edition: number }): Promise<Framework> =>
  (await findFramework(db, frameworkCode, edition))!

/** The newest edition, unless another is asked for. */
export async function findFramework(db: Sql, code: string, edition?: number): Promise<Framework | undefined> {
  const which = edition === undefined ? sql`` : sql`and f.edition = ${edition}`
  return (await readFrameworks(db, sql`where f.code = ${code} ${which} order by f.edition desc limit 1`))[0]
}

import { type ruleOneOfApplications, SchoolsOfProfessionalNetwork } from '@nlc/contracts/membership'
import type { Fail, Sql } from '@nlc/runtime'
import type { Nominee } from '../networks/co-leader-rule.ts'
import { requireCoLeaders } from '../networks/require-co-leaders.ts'
import { requireEnoughSchools, requireOpenSchools } from '../networks/require-schools.ts'
import type { Application } from './application.ts'

/**
 * Refuses an application that breaks the rule of co-leaders (docs/rules.md) on this day.
 * @returns its co-leaders, by the records that are kept.
 */
export async function requireRuleOne(
  db: Sql,
  fail: Fail<(typeof ruleOneOfApplications)[number]>,
  day: string,
  application: Application,
): Promise<Nominee[]> {
  const { kind, schools, coLeaders, programmeCode } = application
  if (kind === 'professional-network') {
    if (schools.length > 0) fail(SchoolsOfProfessionalNetwork)
  } else {
    await requireEnoughSchools(db, fail, programmeCode, schools.length)
    await requireOpenSchools(db, fail, day, schools)
  }
  return requireCoLeaders(db, fail, day, { kind, coLeaders, schools })
}

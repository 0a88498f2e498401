import { GetSchool, NoSuchSchool } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { asKnown } from '../networks/as-known.ts'
import { readSchoolPeriods, readSchools } from './read-schools.ts'
import { readSuccessions } from './read-successions.ts'

export const getSchool = handle(GetSchool, async ({ urn, asAt, asKnownAt }, { sql: db, today, fail }) => {
  const [school] = await readSchools(db, { day: asAt ?? today, knownAt: asKnownAt }, { rows: sql`where s.urn = ${urn}` })
  if (!school) return fail(NoSuchSchool)
  const successions = asKnown('school_succession', asKnownAt)
  const [periods, [succession], predecessors] = await Promise.all([
    readSchoolPeriods(db, urn, asKnownAt),
    readSuccessions(db, successions, sql`where x.urn = ${urn}`),
    readSuccessions(db, successions, sql`where x.successor_urn = ${urn} order by x.first_day, x.urn`),
  ])
  return { ...school, ...periods, succession, predecessors }
})

import {
  LocalAuthorityChanged,
  LocalAuthorityRegistered,
  RegisterImportDone,
  RegisterImportFailed,
  SchoolChanged,
  SchoolClosed,
  SchoolGroupChanged,
  SchoolGroupRegistered,
  SchoolJoinedGroup,
  SchoolLeftGroup,
  SchoolRegistered,
} from '@nlc/contracts/membership'
import { type Sql, type WorkContext, work } from '@nlc/runtime'
import { sql } from 'kysely'
import Type from 'typebox'
import { keepLocalAuthorities } from '../local-authorities/keep-local-authorities.ts'
import { endMembershipsOfClosedSchool } from '../network-memberships/end-memberships-of-closed-school.ts'
import { readSchoolFacts } from '../schools/read-school-facts.ts'
import { touchSchools } from '../schools/touch-schools.ts'
import { endImport } from './end-import.ts'
import { interrupted } from './interrupted.ts'
import { RegisterImport } from './register-import.ts'
import { writeGroupsOfSchools } from './write-groups-of-schools.ts'
import { writeLocalAuthorities } from './write-local-authorities.ts'
import { writeSchools } from './write-schools.ts'

const schoolsPerStep = 2000

const emits = [
  LocalAuthorityRegistered,
  LocalAuthorityChanged,
  SchoolRegistered,
  SchoolChanged,
  SchoolClosed,
  SchoolGroupRegistered,
  SchoolGroupChanged,
  SchoolJoinedGroup,
  SchoolLeftGroup,
  RegisterImportDone,
  RegisterImportFailed,
] as const

/** Second pass over an establishments file: what is new or other than it says is written and told, by URN. */
export const writeEstablishments = work(
  'membership.write-establishments',
  { input: { importId: Type.String() }, emits },
  async ({ importId }, state: { after: string } | undefined, context) => {
    const { em, sql: db } = context
    const imported = await em.findOneOrFail(RegisterImport, importId)
    if (!state) {
      await keepLocalAuthorities(context, await authoritiesNamed(db, importId))
      return { state: { after: '' }, next: 'again' }
    }
    const { upTo, count } = await nextKeys(db, importId, state.after)
    if (upTo !== null) await writeStep(imported, { after: state.after, upTo }, count, context)
    if (count === schoolsPerStep) return { state: { after: upTo! }, next: 'again' }
    await endImport(imported, context)
    return { state, next: 'done' }
  },
  ({ importId }, context) => interrupted(importId, context),
)

async function nextKeys(db: Sql, importId: string, after: string): Promise<{ upTo: string | null; count: number }> {
  const { rows } = await sql<{ upTo: string | null; count: number }>`
    select max(key) as "upTo", count(*)::int as count from (
      select key from register_import_row where import_id = ${importId} and key > ${after} order by key limit ${schoolsPerStep}
    ) step`.execute(db)
  return rows[0]!
}

async function writeStep(
  imported: RegisterImport,
  keys: { after: string; upTo: string },
  rows: number,
  context: WorkContext<(typeof emits)[number]>,
): Promise<void> {
  const { sql: db, emit, enqueue } = context
  const written = new Map((await writeSchools(db, imported, keys)).map((school) => [school.urn, school]))
  const recoded = new Set(await writeLocalAuthorities(db, imported, keys))
  await touchSchools(
    db,
    [...recoded].filter((urn) => !written.has(urn)),
  )

  for (const school of await readSchoolFacts(db, [...new Set([...written.keys(), ...recoded])])) {
    const { isNew = false, closes = false, changed = [] } = written.get(school.urn) ?? {}
    if (isNew) emit(SchoolRegistered, school)
    else {
      const aspects = recoded.has(school.urn) ? [...changed, 'local-authority' as const] : changed
      if (closes) emit(SchoolClosed, { ...school, lastDay: school.lastDay!, changed: aspects })
      else emit(SchoolChanged, { ...school, changed: aspects })
      const endsAnew = closes || (school.status === '2' && changed.includes('days'))
      if (endsAnew) await enqueue(endMembershipsOfClosedSchool, { urn: school.urn }, { key: school.urn })
    }
  }

  await noteAsRead(db, imported.id, keys)
  const regrouped = await writeGroupsOfSchools(imported, keys, context, (urn) => written.get(urn)?.isNew === true)
  const created = [...written.values()].filter(({ isNew }) => isNew).length
  const changed = new Set([...written.keys(), ...recoded, ...regrouped]).size - created
  imported.rowsCreated += created
  imported.rowsChanged += changed
  imported.rowsUnchanged += rows - created - changed
}

async function noteAsRead(db: Sql, importId: string, { after, upTo }: { after: string; upTo: string }): Promise<void> {
  const rows = sql`register_import_row where import_id = ${importId} and key > ${after} and key <= ${upTo}`
  await sql`delete from school_as_read where urn in (select key from ${rows} and digest is null)`.execute(db)
  await sql`
    insert into school_as_read as a (urn, digest) select key, digest from ${rows} and digest is not null
    on conflict (urn) do update set digest = excluded.digest where a.digest <> excluded.digest`.execute(db)
}

async function authoritiesNamed(db: Sql, importId: string): Promise<Map<string, string | null>> {
  const { rows } = await sql<{ code: string; name: string | null }>`
    select row ->> 'la_code' as code, min(row ->> 'la_name') as name
    from register_import_row where import_id = ${importId} and jsonb_exists(row, 'la_code') group by 1 order by 1`.execute(db)
  return new Map(rows.map(({ code, name }) => [code, name]))
}

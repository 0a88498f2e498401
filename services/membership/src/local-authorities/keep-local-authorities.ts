import { LocalAuthorityChanged, LocalAuthorityRegistered } from '@nlc/contracts/membership'
import type { Change, Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { dayBefore } from '../employments/day.ts'
import { readLocalAuthorities } from './read-local-authorities.ts'
import { reorganisations, successorsOf } from './reorganisations.ts'

interface Authority {
  code: string
  name: string
  first_day: string | null
  last_day: string | null
}

/** Local authorities as the register's file names them, with their days and successors as the reorganisations give them. */
export async function keepLocalAuthorities(
  { sql: db, emit }: Pick<Change<typeof LocalAuthorityRegistered | typeof LocalAuthorityChanged>, 'sql' | 'emit'>,
  named: ReadonlyMap<string, string | null>,
): Promise<void> {
  const { rows: held } = await sql<Authority>`select code, name, first_day, last_day from local_authority`.execute(db)
  const known = new Map(held.map((authority) => [authority.code, authority]))
  const wanted = [...reorganised(named, known).values()]
  const added = wanted.filter(({ code }) => !known.has(code))
  const different = wanted.filter(({ code, name, first_day, last_day }) => {
    const was = known.get(code)
    return was && (was.name !== name || was.first_day !== first_day || was.last_day !== last_day)
  })

  await sql`
    insert into local_authority (code, name, first_day, last_day)
    select * from jsonb_to_recordset(${JSON.stringify(added)}::jsonb) as a(code text, name text, first_day date, last_day date)`.execute(db)
  await sql`
    update local_authority l set name = a.name, first_day = a.first_day, last_day = a.last_day, version = l.version + 1
    from jsonb_to_recordset(${JSON.stringify(different)}::jsonb) as a(code text, name text, first_day date, last_day date)
    where a.code = l.code`.execute(db)
  await keepSuccessors(db)

  await tell(db, added, (authority) => emit(LocalAuthorityRegistered, authority))
  await tell(db, different, (authority) => emit(LocalAuthorityChanged, authority))
}

/** Those that the file names, and those of the reorganisations, whose names stand in until the register gives its own. */
function reorganised(named: ReadonlyMap<string, string | null>, known: ReadonlyMap<string, Authority>): Map<string, Authority> {
  const authorities = new Map<string, Authority>()
  const authority = (code: string, name: string): Authority =>
    authorities.get(code) ?? { code, name: named.get(code) ?? known.get(code)?.name ?? name, first_day: null, last_day: null }
  for (const [code, name] of named) authorities.set(code, authority(code, name ?? code))
  for (const { firstDay, from, to } of reorganisations) {
    for (const [code, name] of Object.entries(from)) authorities.set(code, { ...authority(code, name), last_day: dayBefore(firstDay) })
    for (const [code, name] of Object.entries(to)) authorities.set(code, { ...authority(code, name), first_day: firstDay })
  }
  return authorities
}

async function keepSuccessors(db: Sql): Promise<void> {
  const pairs = reorganisations.flatMap((reorganisation) =>
    Object.keys(reorganisation.from).flatMap((code) =>
      successorsOf(reorganisation, code).map((successor_code) => ({ code, successor_code })),
    ),
  )
  await sql`
    insert into local_authority_successor (code, successor_code)
    select * from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as p(code text, successor_code text) on conflict do nothing`.execute(
    db,
  )
}

async function tell(
  db: Sql,
  authorities: readonly Authority[],
  say: (authority: Awaited<ReturnType<typeof readLocalAuthorities>>[number]) => void,
): Promise<void> {
  if (authorities.length === 0) return
  const codes = authorities.map(({ code }) => code)
  for (const authority of await readLocalAuthorities(db, sql`where l.code = any(${codes}) order by l.code`)) say(authority)
}

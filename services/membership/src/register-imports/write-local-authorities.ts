import type { Sql } from '@nlc/runtime'
import { sql } from 'kysely'
import { firstLinks, type Link, recode } from '../schools/local-authority-chain.ts'
import type { RegisterImport } from './register-import.ts'

interface Row {
  urn: string
  opened: string | null
  laCode: string
  establishmentNumber: string | null
  heldLaCode: string | null
  heldNumber: string | null
  heldFirstDay: string | null
}

/** Gives schools the codes and numbers that the rows of these keys say, each from its day. Answers the schools whose code or number is another now. */
export async function writeLocalAuthorities(db: Sql, imported: RegisterImport, keys: { after: string; upTo: string }): Promise<string[]> {
  const numbersSaid = imported.columnsSaid.includes('establishment_number')
  const { rows } = await sql<Row>`
    select * from (
      select r.key as urn, s.first_day as opened, r.row ->> 'la_code' as "laCode",
             case when ${numbersSaid} and not coalesce(jsonb_exists(r.row -> 'unsaid', 'establishment_number'), false) then r.row ->> 'establishment_number'
                  when c.la_code = r.row ->> 'la_code' then c.establishment_number end as "establishmentNumber",
             c.la_code as "heldLaCode", c.establishment_number as "heldNumber", c.first_day as "heldFirstDay"
      from register_import_row r
      join school s on s.urn = r.key
      left join school_local_authority c on c.urn = r.key and c.last_day is null
      where r.import_id = ${imported.id} and r.key > ${keys.after} and r.key <= ${keys.upTo} and jsonb_exists(r.row, 'la_code')
    ) said
    where ("laCode", "establishmentNumber") is distinct from ("heldLaCode", "heldNumber")`.execute(db)
  if (rows.length === 0) return []

  const began: (Link & { urn: string })[] = []
  const changed: (Link & { urn: string })[] = []
  for (const { urn, opened, heldLaCode, heldNumber, heldFirstDay, ...code } of rows) {
    const links =
      heldLaCode === null
        ? firstLinks(code, opened)
        : recode({ laCode: heldLaCode, establishmentNumber: heldNumber, firstDay: heldFirstDay, lastDay: null }, code, imported.extractedOn)
    const [held, ...added] = heldLaCode === null ? [undefined, ...links] : links
    if (held) changed.push({ urn, ...held })
    began.push(...added.map((link) => ({ urn, ...link! })))
  }
  const columns = sql`(urn text, "laCode" text, "establishmentNumber" text, "firstDay" date, "lastDay" date)`
  await sql`
    update school_local_authority c set la_code = l."laCode", establishment_number = l."establishmentNumber", last_day = l."lastDay"
    from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as l${columns}
    where c.urn = l.urn and c.last_day is null`.execute(db)
  await sql`
    insert into school_local_authority (urn, la_code, establishment_number, first_day, last_day)
    select urn, "laCode", "establishmentNumber", "firstDay", "lastDay" from jsonb_to_recordset(${JSON.stringify(began)}::jsonb) as l${columns}`.execute(
    db,
  )
  return rows.map(({ urn }) => urn)
}

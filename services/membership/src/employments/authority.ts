/** What an employment names, whether it is there, and whose it is to keep. */
import type { Caller, Sql } from '@nlc/runtime'
import { isNationalBody } from '@nlc/runtime'
import { sql } from 'kysely'
import { mayKeep, mayKeepPerson, schoolsKept } from '../standing.ts'
import type { Employment } from './employment.ts'
import type { Employer, Period } from './period.ts'

const isId = (reference: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(reference)

const registers = {
  trust: (reference: string) =>
    sql`select from school_group where id = ${reference}::uuid and kind in ('multi-academy-trust', 'single-academy-trust')`,
  'governing-body': (reference: string) => sql`select from school where urn = ${reference}`,
  'local-authority': (reference: string) => sql`select from local_authority where code = ${reference}`,
  agency: (reference: string) => sql`select from partner_organisation where id = ${reference}::uuid`,
}

/** The employer as it is recorded, or nothing where there is none of this kind with this reference. */
export async function findEmployer(db: Sql, { kind, reference }: Employer): Promise<Employer | undefined> {
  const wanted = reference.toLowerCase()
  if ((kind === 'trust' || kind === 'agency') && !isId(wanted)) return undefined
  const { rows } = await registers[kind](wanted).execute(db)
  return rows.length > 0 ? { kind, reference: wanted } : undefined
}

/** Of these schools, those that do not exist or whose people are not the caller's to keep. */
export async function notKept(db: Sql, caller: Caller, today: string, urns: readonly string[]): Promise<string[]> {
  const kept = await schoolsKept(db, caller, today, urns)
  return urns.filter((urn) => !kept.has(urn))
}

/** An employer's own team has no school to answer for it. */
export async function mayKeepTeam(db: Sql, caller: Caller, today: string, employer: Employer, personId: string): Promise<boolean> {
  switch (employer.kind) {
    case 'trust':
      return mayKeep(db, caller, today, { groupId: employer.reference })
    case 'governing-body':
      return mayKeep(db, caller, today, { urn: employer.reference })
    default:
      return isNationalBody(caller) || (caller.person === undefined && (await mayKeepPerson(db, caller, today, personId)))
  }
}

/** Kept by whoever keeps one of the schools at which it is or was worked. */
export async function mayKeepEmployment(db: Sql, caller: Caller, today: string, { personId, periods }: Employment): Promise<boolean> {
  const urns = [...new Set(periods.flatMap((period) => period.urns))]
  if (urns.length > 0 && (await schoolsKept(db, caller, today, urns)).size > 0) return true
  const team = periods.find((period): period is Period => period.urns.length === 0)
  return team !== undefined && mayKeepTeam(db, caller, today, team.employer, personId)
}

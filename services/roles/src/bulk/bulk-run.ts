import type { Writable } from '@nlc/contracts/define'
import type { BulkRun as ShownBulkRun } from '@nlc/contracts/roles'
import { type Caller, isNationalBody, type Sql, withoutNulls } from '@nlc/runtime'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Static } from 'typebox'
import { mayManageNetwork, nowCalled } from '../standing.ts'

export type BulkKind = 'roll-over' | 'ending'
export type GivenEndReason = 'completed' | 'stepped-down' | 'left-school'

export interface BulkRun {
  readonly id: string
  readonly version: number
  readonly kind: BulkKind
  readonly state: 'queued' | 'running' | 'done' | 'stopped'
  readonly dryRun: boolean
  readonly networkId: string | null
  readonly roleCode: string | null
  readonly urn: string | null
  readonly academicYear: string | null
  readonly lastDay: string | null
  readonly reason: GivenEndReason | null
  readonly caller: StoredCaller
  readonly total: number
  readonly done: number
  readonly refused: number
  readonly nothingToDo: number
  readonly startedAt: Date
  readonly endedAt: Date | null
}

/** Whoever started it, as the token said. */
export interface StoredCaller extends Omit<Caller, 'scopes' | 'person'> {
  readonly person: string | null
  readonly scopes: readonly string[]
}

export const storedCaller = ({ client, kind, person, scopes }: Caller): StoredCaller => ({
  client,
  kind,
  person: person ?? null,
  scopes: [...scopes],
})
export const callerOf = ({ caller }: BulkRun): Caller => ({
  client: caller.client,
  kind: caller.kind,
  person: caller.person ?? undefined,
  scopes: new Set(caller.scopes) as Caller['scopes'],
})

/** `r` is the run. */
export async function readBulkRuns(db: Sql, rest: RawBuilder<unknown>): Promise<BulkRun[]> {
  const { rows } = await sql<BulkRun>`
    select r.id, r.version, r.kind, r.state, r.dry_run as "dryRun", r.network_id as "networkId", r.role_code as "roleCode", r.urn,
      r.academic_year as "academicYear", r.last_day as "lastDay", r.reason, r.caller, r.total, r.done, r.refused,
      r.nothing_to_do as "nothingToDo", r.started_at as "startedAt", r.ended_at as "endedAt"
    from bulk_run r ${rest}`.execute(db)
  return rows
}

/** Held until the end of the transaction: a step of it waits. */
export const lockBulkRun = async (db: Sql, id: string): Promise<BulkRun | undefined> =>
  (await readBulkRuns(db, sql`where r.id = ${id}::uuid for update`))[0]

/** Whoever may start such work: a co-leader for the own network, the national body for all. */
export const mayRunBulk = async (db: Sql, caller: Caller, today: string, networkId: string | null): Promise<boolean> =>
  networkId === null ? isNationalBody(caller) : mayManageNetwork(db, caller, today, networkId)

/** The same, for the `where` of a list. */
export function seesBulkRuns(caller: Caller, today: string): RawBuilder<SqlBool> {
  if (isNationalBody(caller)) return sql<SqlBool>`true`
  if (caller.person === undefined) return sql<SqlBool>`false`
  return sql<SqlBool>`(r.network_id is not null and co_leads(${nowCalled(caller.person)}, r.network_id, ${today}::date))`
}

export const subjectOf = ({ id, kind, dryRun, networkId }: BulkRun) => ({ bulkRunId: id, kind, dryRun, networkId: networkId ?? undefined })
export const countsOf = ({ done, refused, nothingToDo }: BulkRun) => ({ done, refused, nothingToDo })

export function shownBulkRun({ caller: _, ...run }: BulkRun): Writable<Static<typeof ShownBulkRun>> {
  const waiting = run.total - run.done - run.refused - run.nothingToDo
  return { ...withoutNulls(run), waiting }
}

/** A service's own Postgres: MikroORM to write entities, Kysely to read and for bulk, migrations in plain SQL. */
import type { EntitySchema } from '@mikro-orm/core'
import { MikroORM, UnderscoreNamingStrategy } from '@mikro-orm/postgresql'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { Sql } from './handle.ts'
import { preparing } from './prepared.ts'
import { traceStatements } from './sql-spans.ts'

// Calendar dates stay strings: a day has no time zone.
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value)
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number)

/**
 * The longest that a transaction of ours may last, in milliseconds: the server ends what takes longer. Behind it, nothing
 * can appear late, which is what `updatedUntil` stands on.
 */
export const longestWriteMs = 20_000

export interface Database {
  readonly orm: MikroORM
  readonly pool: pg.Pool
  /** For reading: no transaction, no entities. */
  readonly sql: Sql
  readonly url: string
  close(): Promise<void>
}

export async function openDatabase(
  url: string,
  entities: readonly (EntitySchema | (new () => object))[],
  connections: number,
): Promise<Database> {
  const limits = `-c timezone=UTC -c statement_timeout=${longestWriteMs} -c idle_in_transaction_session_timeout=${longestWriteMs}`
  const prepareRepeated = preparing()
  const equip = (client: pg.PoolClient) => {
    prepareRepeated(client)
    traceStatements(client)
  }
  // Writers and readers have their own connections, so that a burst of commands does not keep queries waiting.
  const readers = Math.max(1, Math.floor(connections / 2))
  const pool = new pg.Pool({ connectionString: url, max: readers, options: limits, idleTimeoutMillis: 30_000 })
  // A connection that dies (the server was killed) says so by an event that ends the process where nobody listens. Its query
  // fails by itself, and the pool replaces it at the next use. MikroORM guards its own pool in the same way.
  pool.on('connect', (client) => void client.on('error', () => {}))
  pool.on('connect', equip)
  pool.on('error', () => {})
  const orm = await MikroORM.init({
    clientUrl: url,
    entities: entities.length > 0 ? [...entities] : [],
    discovery: { warnWhenNoEntities: false },
    namingStrategy: UnderscoreNamingStrategy,
    pool: { min: 0, max: Math.max(1, connections - readers) },
    // As everywhere: an instant is a Date. MikroORM's own parsers would leave it as text in SQL inside a unit of work.
    driverOptions: {
      options: limits,
      types: { getTypeParser: pg.types.getTypeParser },
      onPoolCreated: (writers: pg.Pool) => void writers.on('connect', equip),
    },
    forceUtcTimezone: true,
  })
  return {
    orm,
    pool,
    url,
    sql: new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }),
    async close() {
      await orm.close(true)
      await pool.end()
    },
  }
}

const untils = new WeakMap<Sql, { until: Date; askedAt: number }>()

/**
 * Until when a followed list is complete: behind the longest write, so that nothing commits before it later. By the
 * database's clock; an earlier instant is as right and only repeats more, so one is good for a second, which saves nearly
 * every list a way to the database.
 */
export async function updatedUntil(db: Sql): Promise<Date> {
  const known = untils.get(db)
  const askedAt = performance.now()
  if (known && askedAt - known.askedAt < 1_000) return known.until
  const { rows } = await sql<{ until: Date }>`select now() - make_interval(secs => ${longestWriteMs / 1000 + 1}) as until`.execute(db)
  const { until } = rows[0]!
  untils.set(db, { until, askedAt })
  return until
}

/** The server's SQLSTATE, wherever in the chain of causes it is. */
export function sqlState(error: unknown): { code: string; constraint: string | undefined } | undefined {
  for (
    let cause = error as { code?: unknown; constraint?: string; cause?: unknown; previous?: unknown } | undefined;
    cause;
    cause = (cause.cause ?? cause.previous) as typeof cause
  ) {
    // Node's `EPIPE` has five letters, too; no class of SQLSTATEs begins with E.
    if (typeof cause.code === 'string' && /^(?!E)[0-9A-Z]{5}$/.test(cause.code)) return { code: cause.code, constraint: cause.constraint }
  }
  return undefined
}

/** The database cannot be reached or is going down: to be tried again, and no fault of what was asked. */
export function isOutage(error: unknown): boolean {
  const code = sqlState(error)?.code
  if (code) return /^(08|57P0|53)/.test(code) || code === '25006'
  const text =
    error instanceof Error
      ? `${(error as { code?: string }).code ?? ''} ${error.message} ${(error.cause as Error | undefined)?.message ?? ''}`
      : ''
  return /ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|EPIPE|connect ENOENT|Connection terminated|connection timeout|Client has encountered a connection error|not queryable|Cannot use a pool|driver has already been destroyed/i.test(
    text,
  )
}

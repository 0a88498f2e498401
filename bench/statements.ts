/** What a command says to Postgres: recorded while it runs, so that others can say the same. */
import type { Command } from '@nlc/contracts/define'
import { membership } from '@nlc/membership'
import { answerer, type Caller, logger, openDatabase, systemClock } from '@nlc/runtime'
import pg from 'pg'

export interface Statement {
  readonly text: string
  readonly values: readonly (string | number | boolean | null)[]
}

/** An id that is another each time. */
export const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** @returns the statements of one transaction, `begin` and `commit` included. */
export async function recordStatements(postgresUrl: string, { name }: Command, input: object): Promise<Statement[]> {
  const recorded: Statement[] = []
  const database = await openDatabase(postgresUrl, membership.entities, 2)
  try {
    recordOn((await database.orm.em.getConnection().getNativeClient()) as never, recorded)
    const caller: Caller = {
      client: 'bench',
      kind: 'national-body',
      person: undefined,
      scopes: new Set(['national-body', 'register:write']),
    }
    const { answer } = answerer({
      handlers: membership.handlers,
      database,
      clock: systemClock,
      trust: { verify: async () => caller, close: () => {} },
      log: logger('bench', { LOG_FILE: undefined, LOG_LEVEL: 'error' }),
      maxInFlight: 1,
      committed: () => {},
    })
    const ask = async () => {
      const body = new TextEncoder().encode(JSON.stringify(input))
      const { status } = await answer(name, {
        body,
        token: 'bench',
        idempotencyKey: `key-${crypto.randomUUID()}`,
        expectedVersion: undefined,
        trace: undefined,
        deadline: Date.now() + 10_000,
      })
      if (status >= 300) throw new Error(`${name} answered ${status}`)
    }
    // What happens once in a connection's life is no part of the command.
    await ask()
    recorded.length = 0
    await ask()
    if (recorded.length === 0) throw new Error(`${name} said nothing to Postgres`)
    return [...recorded]
  } finally {
    await database.close()
  }
}

/** Commands have connections of their own, which MikroORM's pool holds. */
function recordOn(pool: pg.Pool, recorded: Statement[]): void {
  const listened = new WeakSet<pg.PoolClient>()
  pool.on('acquire', (client) => {
    if (listened.has(client)) return
    listened.add(client)
    const query = client.query as (...parameters: unknown[]) => unknown
    client.query = ((text: string, values: unknown[] = [], ...rest: unknown[]) => {
      recorded.push({ text, values: values.map(asText) })
      return query.call(client, text, values, ...rest)
    }) as typeof client.query
  })
}

/** As pg writes a value. */
function asText(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** As a script of pgbench: ids are made anew by it, everything else stands in the text. An id that stands alone is a `uuid`. */
export function forPgbench(statements: readonly Statement[]): string {
  const ids = [...new Set(JSON.stringify(statements).match(uuid))]
  const written = statements.map(({ text, values }) => {
    const own = text.replaceAll(new RegExp(`'(${uuid.source})'`, 'g'), (_, id) => made(ids.indexOf(id)))
    const filled = own.replaceAll(/\$(\d+)/g, (_, index) => literal(values[Number(index) - 1] ?? null, ids))
    return `${filled.replaceAll(/\s+/g, ' ').trim()};`
  })
  return `${ids.map((_, index) => `\\set id${index} random(1, 9000000000000000)`).join('\n')}\n${written.join('\n')}\n`
}

const made = (index: number): string => `lpad(to_hex(:id${index}::bigint), 32, '0')::uuid`

function literal(value: string | number | boolean | null, ids: readonly string[]): string {
  if (typeof value !== 'string') return String(value)
  if (ids.includes(value)) return made(ids.indexOf(value))
  const parts = value.split(new RegExp(`(${uuid.source})`)).flatMap((part) =>
    // pgbench takes a colon with a word behind it for one of its variables, within quotes, too.
    ids.includes(part)
      ? [`${made(ids.indexOf(part))}::text`]
      : part.split(/:(?=\w)/).flatMap((text, index) => [...(index > 0 ? ['chr(58)'] : []), pg.escapeLiteral(text)]),
  )
  return parts.length === 1 ? (parts[0] as string) : `(${parts.join(' || ')})`
}

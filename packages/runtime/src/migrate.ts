/** A database's tables: plain SQL files. Apart from the rest, since whoever sets a system up needs nothing else of the runtime. */
import { readdir, readFile } from 'node:fs/promises'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'

/** The runtime's own tables first, then the service's, in order and each once; two that try wait for each other. */
export async function migrate(url: string, folders: readonly URL[]): Promise<string[]> {
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  // A server that goes away meanwhile fails the statement; the event beside it would end the process.
  pool.on('connect', (client) => void client.on('error', () => {}))
  pool.on('error', () => {})
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  const applied: string[] = []
  try {
    for (const [index, folder] of [new URL('../migrations/', import.meta.url), ...folders].entries()) {
      const set = index === 0 ? 'runtime' : 'service'
      const migrator = new Migrator({
        db,
        migrationTableName: `migration_${set}`,
        migrationLockTableName: `migration_${set}_lock`,
        provider: {
          async getMigrations() {
            const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()
            return Object.fromEntries(
              files.map((file) => [
                file,
                { up: async (db) => void (await sql.raw(await readFile(new URL(file, folder), 'utf8')).execute(db)) },
              ]),
            )
          },
        },
      })
      const { error, results = [] } = await migrator.migrateToLatest()
      if (error) throw error
      applied.push(...results.map(({ migrationName }) => migrationName))
    }
    return applied
  } finally {
    await db.destroy()
  }
}

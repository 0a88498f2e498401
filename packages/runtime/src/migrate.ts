/** A database's tables: plain SQL files. Apart from the rest, since whoever sets a system up needs nothing else of the runtime. */
import { readdir, readFile } from 'node:fs/promises'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'

/**
 * The runtime's own tables first, then the service's, in order of their files' names, whichever folder they are in, and each once;
 * two that try wait for each other.
 */
export async function migrate(url: string, folders: readonly URL[]): Promise<string[]> {
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  // A server that goes away meanwhile fails the statement; the event beside it would end the process.
  pool.on('connect', (client) => void client.on('error', () => {}))
  pool.on('error', () => {})
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  const applied: string[] = []
  try {
    const sets = { runtime: [new URL('../migrations/', import.meta.url)], service: folders }
    for (const [set, folders] of Object.entries(sets)) {
      const migrator = new Migrator({
        db,
        migrationTableName: `migration_${set}`,
        migrationLockTableName: `migration_${set}_lock`,
        provider: {
          async getMigrations() {
            const found = await Promise.all(folders.map(async (folder) => (await readdir(folder)).map((file) => ({ folder, file }))))
            const files = found.flat().filter(({ file }) => file.endsWith('.sql'))
            return Object.fromEntries(
              files.map(({ folder, file }) => [
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

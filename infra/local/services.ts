/** The services of the system: the one list that starting, databases, credentials and permissions read. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export interface ServiceEntry {
  readonly name: string
  /** Whether it keeps data: then it has a database and a role of its own name, and migrations to run before it starts. */
  readonly database: boolean
  /** The program, in `src/`; what its database is made of is in `migrations/` beside that. */
  readonly main: string
}

const table: readonly ServiceEntry[] = [
  entry('identity'),
  entry('membership'),
  entry('roles'),
  entry('scheduling'),
  entry('recognition'),
  entry('subscriptions'),
  entry('gateway', { database: false }),
]

/** Every name; permissions speak of those, too, that are not written yet. */
export const serviceNames: readonly string[] = table.map(({ name }) => name)

/** Those that can be started. */
export const services: readonly ServiceEntry[] = table.filter(({ main }) => existsSync(main))

function entry(name: string, { database } = { database: true }): ServiceEntry {
  return { name, database, main: fileURLToPath(new URL(`../../services/${name}/src/main.ts`, import.meta.url)) }
}

/** The services of the system: the one list that starting, databases, credentials and permissions read. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export interface ServiceEntry {
  readonly name: string
  /** Whether it keeps data: then it has a database and a role of its own name, and migrations to run before it starts. */
  readonly database: boolean
  /** The program. */
  readonly main: string
  /** The folders of what its database is made of, as its `service.ts` has them, each with a slash behind it. */
  readonly migrations: readonly string[]
}

const known = fileURLToPath(new URL('../../packages/known/migrations/', import.meta.url))
const table: readonly ServiceEntry[] = [
  entry('identity'),
  entry('membership'),
  entry('roles', { before: [known] }),
  entry('scheduling', { before: [known] }),
  entry('recognition', { before: [known] }),
  entry('subscriptions'),
  // Not written: whoever only listens (a test's reader of streams, a report made outside) has a name and credentials by it.
  entry('insights'),
  entry('gateway', { database: false }),
]

/** Every name; permissions speak of those, too, that are not written yet. */
export const serviceNames: readonly string[] = table.map(({ name }) => name)

/** Those that can be started. */
export const services: readonly ServiceEntry[] = table.filter(({ main }) => existsSync(main))

function entry(name: string, { database = true, before = [] as readonly string[] } = {}): ServiceEntry {
  const folder = new URL(`../../services/${name}/`, import.meta.url)
  return {
    name,
    database,
    main: fileURLToPath(new URL('src/main.ts', folder)),
    migrations: database ? [...before, fileURLToPath(new URL('migrations/', folder))] : [],
  }
}

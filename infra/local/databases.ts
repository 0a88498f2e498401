import pg from 'pg'

/**
 * One role and one database for each service, of the service's name; a role gets into its own database and no other.
 * Safe to repeat, also with other passwords.
 */
export async function ensureDatabases(adminUrl: string, passwords: Readonly<Record<string, string>>): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  const exists = async (query: string, name: string) => (await client.query(query, [name])).rowCount !== 0
  try {
    for (const [service, password] of Object.entries(passwords)) {
      const name = client.escapeIdentifier(service)
      if (!(await exists('select from pg_roles where rolname = $1', service))) await client.query(`create role ${name}`)
      await client.query(`alter role ${name} login password ${client.escapeLiteral(password)}`)
      if (!(await exists('select from pg_database where datname = $1', service))) {
        await client.query(`create database ${name} owner ${name}`)
      }
      await client.query(`revoke all on database ${name} from public`)
    }
    await client.query('revoke all on database postgres, template1 from public')
  } finally {
    await client.end()
  }
}

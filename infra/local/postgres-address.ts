import pg from 'pg'
import { Fault } from './fault.ts'

export interface PostgresAddress {
  readonly host?: string
  readonly port: number
  readonly password: string
}

/** A user's database has the user's name. */
export function postgresUrl({ host = '127.0.0.1', port, password }: PostgresAddress, user = 'postgres'): string {
  return `postgres://${user}:${password}@${host}:${port}/${user}`
}

/** Whether the server takes connections yet. A fault where waiting will not help. */
export async function canConnect(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2000 })
  client.on('error', () => undefined) // it may end while we ask
  try {
    await client.connect()
    return true
  } catch (error) {
    const { code = '' } = error as { code?: string }
    if (['28P01', '28000'].includes(code)) {
      throw new Fault('Postgres refuses the password that is kept for it: data and secrets.json are not of the same first start.')
    }
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

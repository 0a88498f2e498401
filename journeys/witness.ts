/** A consumer that only remembers: how often each event took effect, and in which order those of an aggregate did. */

import { service } from '@nlc/contracts/define'
import { PartnerOrganisationChanged, PartnerOrganisationRegistered } from '@nlc/contracts/membership'
import type { System } from '@nlc/infra/local/system'
import { type DatabaseConfig, defineService, migrate, type Running, react, start } from '@nlc/runtime'
import { sql } from 'kysely'
import pg from 'pg'

// Its name on the bus is one that has credentials and is not started here.
const name = 'insights'

const witness = defineService(service(name, { summary: 'A witness.', operations: [], events: [] }), {
  entities: [],
  migrations: [new URL('./witness-migrations/', import.meta.url)],
  handlers: [],
  reactions: [
    react(`${name}.see-registered`, { on: PartnerOrganisationRegistered }, async ({ organisationId, name: said }, { sql: db, event }) => {
      await sql`insert into seen (event_id, organisation_id, version, name) values (${event.id}, ${organisationId}, ${event.version}, ${said})`.execute(
        db,
      )
    }),
    react(`${name}.see-changed`, { on: PartnerOrganisationChanged }, async ({ organisationId, name: said }, { sql: db, event }) => {
      await sql`insert into seen (event_id, organisation_id, version, name) values (${event.id}, ${organisationId}, ${event.version}, ${said})`.execute(
        db,
      )
    }),
  ],
})

export interface Seen {
  readonly organisationId: string
  readonly version: number
  readonly name: string
}

export interface Witness {
  /** In the order in which they took effect; an event twice would be here twice. */
  seen(): Promise<Seen[]>
  parked(): Promise<number>
  stop(): Promise<void>
}

/** Starts one in a new database of its own; one at a time, since they share a name. */
export async function startWitness(system: System, database: string): Promise<Witness> {
  const admin = new pg.Client({ connectionString: system.postgresUrl() })
  await admin.connect()
  await admin.query(`create database witness_${database}`)
  await admin.end()
  const url = new URL(system.postgresUrl())
  url.pathname = `/witness_${database}`
  await migrate(url.href, witness.migrations)
  const running: Running = await start(witness, {
    POSTGRES_URL: url.href,
    POSTGRES_POOL: 4,
    MAX_IN_FLIGHT: 16,
    NATS_URL: system.natsUrl,
    NATS_CREDS: system.natsCredentials(name),
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: 0,
    LOG_LEVEL: 'silent',
    ISSUER: system.sandbox.gateway,
    TRUSTED_ISSUERS: '[]',
  } satisfies DatabaseConfig)
  return {
    async seen() {
      const { rows } = await sql<Seen>`select organisation_id as "organisationId", version, name from seen order by no`.execute(
        running.database.sql,
      )
      return rows
    },
    async parked() {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from parked`.execute(running.database.sql)
      return rows[0]!.n
    },
    stop: () => running.stop(),
  }
}

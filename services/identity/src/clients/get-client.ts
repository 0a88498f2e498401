import { GetClient, NoSuchClient } from '@nlc/contracts/identity'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { keepsClients, selectClients, shown } from './client-record.ts'

export const getClient = handle(GetClient, async ({ clientId }, { sql: db, caller, fail }) => {
  if (clientId !== caller.client && !keepsClients(caller)) fail(NoSuchClient)
  const { rows } = await sql<Parameters<typeof shown>[0]>`${selectClients} where id = ${clientId}`.execute(db)
  return shown(rows[0] ?? fail(NoSuchClient))
})

import { GetApplication, NoSuchApplication } from '@nlc/contracts/membership'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { mayRead } from './application-standing.ts'
import { readApplications } from './read-application.ts'

export const getApplication = handle(GetApplication, async ({ applicationId }, { sql: db, caller, today, fail }) => {
  const [application] = await readApplications(db, sql`where a.id = ${applicationId} and ${await mayRead(db, caller, today)}`)
  return application ?? fail(NoSuchApplication)
})

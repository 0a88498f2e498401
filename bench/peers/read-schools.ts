/** The read itself, exactly as membership does it: the same handler on the same database. */
import { ListSchools } from '@nlc/contracts/membership'
import { membership } from '@nlc/membership'
import { dayInLondon, openDatabase } from '@nlc/runtime'
import type { Bearer } from './verify.ts'

const handler = membership.handlers.find(({ name }) => name === ListSchools.name)

export interface SchoolsPage {
  items: Record<string, unknown>[]
  next?: string
  updatedUntil: Date
}

/** @returns a function that answers a page; what the contract does not name is left out. */
export async function schoolsReader(postgresUrl: string): Promise<(input: object, bearer: Bearer) => Promise<SchoolsPage>> {
  if (!handler) throw new Error(`membership has no ${ListSchools.name}`)
  const { sql } = await openDatabase(postgresUrl, membership.entities, 16)
  return async (input, { client, scopes }) => {
    const now = new Date()
    const caller = { client, kind: 'national-body', person: undefined, scopes }
    const page = (await handler.run(input as never, { sql, caller, now, today: dayInLondon(now), fail } as never)) as SchoolsPage
    return { ...page, items: page.items.map(({ rank, searchName, ...school }) => school) }
  }
}

const fail = (): never => {
  throw new Error('refused')
}

import { GetFramework, ListFrameworks, NoSuchFramework } from '@nlc/contracts/recognition'
import { decodeCursor, handle, pageFrom } from '@nlc/runtime'
import { sql } from 'kysely'
import { findFramework, readFrameworks } from './framework.ts'

export const getFramework = handle(
  GetFramework,
  async ({ code, edition }, { sql: db, fail }) => (await findFramework(db, code, edition)) ?? fail(NoSuchFramework),
)

export const listFrameworks = handle(ListFrameworks, async ({ after, limit = 50 }, { sql: db }) => {
  const [from = ''] = decodeCursor(after, 1) ?? []
  const rows = await readFrameworks(
    db,
    sql`where f.code > ${from} and f.edition = (select max(n.edition) from framework n where n.code = f.code) order by f.code limit ${limit + 1}`,
  )
  return pageFrom(rows, limit, ({ code }) => [code])
})

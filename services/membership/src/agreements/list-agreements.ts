import { ListAgreements } from '@nlc/contracts/membership'
import { decodeCursor, handle, pageFrom } from '@nlc/runtime'
import { type RawBuilder, sql } from 'kysely'
import { maySee } from './agreement-standing.ts'
import { readOutlines } from './read-agreement.ts'

export const listAgreements = handle(
  ListAgreements,
  async ({ networkId, urn, openFor, state, endsBefore, after, limit = 50 }, { sql: db, caller, today }) => {
    const [from] = decodeCursor(after, 1) ?? []
    const filters: RawBuilder<unknown>[] = [await maySee(db, caller, today)]
    if (networkId) filters.push(sql`a.network_id = ${networkId}`)
    if (urn) filters.push(sql`exists (select from agreement_party p where p.agreement_id = a.id and p.urn = ${urn})`)
    if (openFor) {
      filters.push(sql`a.state in ('issued', 'partially-signed', 'in-force') and exists (
        select from agreement_party p where p.agreement_id = a.id and p.urn = ${openFor} and p.answer = 'asked' and p.succeeded_by is null)`)
    }
    if (state) filters.push(sql`a.state = ${state}`)
    if (endsBefore) filters.push(sql`a.state = 'in-force' and a.last_day < ${endsBefore}::date`)
    if (from !== undefined) filters.push(sql`a.id > ${from}::uuid`)
    const rows = await readOutlines(db, sql`where ${sql.join(filters, sql` and `)} order by a.id limit ${limit + 1}`)
    return pageFrom(rows, limit, ({ id }) => [id as string])
  },
)

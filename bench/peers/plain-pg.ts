/** Recorded statements, said by `pg` alone, on as many connections as the service has: `GET /?seconds=4` → transactions per second. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { type Statement, uuid } from '../statements.ts'

const { POSTGRES_URL, STATEMENTS = '', CONNECTIONS } = process.env
const statements = (JSON.parse(readFileSync(STATEMENTS, 'utf8')) as Statement[]).map((statement, index) => ({
  ...statement,
  name: `bench_${index}`,
}))
const clients = Array.from({ length: Number(CONNECTIONS) }, () => new pg.Client({ connectionString: POSTGRES_URL }))
await Promise.all(clients.map((client) => client.connect()))

async function transaction(client: pg.Client): Promise<void> {
  const made = new Map<string, string>()
  const fresh = (id: string) => {
    const known = made.get(id) ?? randomUUID()
    made.set(id, known)
    return known
  }
  const anew = <Value>(value: Value) => (typeof value === 'string' ? value.replaceAll(uuid, fresh) : value)
  for (const { name, text, values } of statements) {
    // What has no parameters the service does not prepare, either; MikroORM writes values into the text.
    if (values.length === 0) await client.query(anew(text))
    else await client.query({ name, text, values: values.map(anew) })
  }
}

const server = createServer(async (request, response) => {
  const until = performance.now() + Number(new URL(request.url ?? '', 'http://bench').searchParams.get('seconds')) * 1000
  const began = performance.now()
  const counts = await Promise.all(
    clients.map(async (client) => {
      let count = 0
      for (; performance.now() < until; count++) await transaction(client)
      return count
    }),
  )
  response.end(String(counts.reduce((sum, count) => sum + count) / ((performance.now() - began) / 1000)))
})
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))

/** The same work over graphile-worker: the message and its job commit together, a task sends it and writes the attempt down. */
import { Logger, run } from 'graphile-worker'
import pg from 'pg'
import { Agent, request as send } from 'undici'
import { atRate, control, newMessage, request } from '../webhook-work.ts'

const pool = new pg.Pool({ connectionString: process.env.POSTGRES_URL, max: 10 })
const agent = new Agent({ connections: 32, pipelining: 1 })
const ports = JSON.parse(process.env.PORTS ?? '[]') as number[]
await pool.query(`
  create table message (id uuid primary key, subscription_id uuid not null, subject_id text not null, number bigint not null, data jsonb not null, url text not null);
  create table attempt (id bigint generated always as identity primary key, message_id uuid not null, attempted_at timestamptz not null, duration_ms integer not null, status integer)`)

await run({
  pgPool: pool,
  concurrency: 32,
  noHandleSignals: true,
  logger: new Logger(() => () => {}),
  taskList: {
    async deliver(payload) {
      const began = performance.now()
      const { rows } = await pool.query({
        name: 'read',
        text: 'select * from message where id = $1',
        values: [(payload as { id: string }).id],
      })
      const [{ id, subscription_id, subject_id, number, data, url }] = rows
      const { headers, body } = request({ id, subjectId: subject_id, data }, subscription_id, Number(number))
      const { statusCode, body: answer } = await send(url, { method: 'POST', headers, body, dispatcher: agent })
      await answer.dump()
      await pool.query({
        name: 'write',
        text: 'insert into attempt (message_id, attempted_at, duration_ms, status) values ($1, now(), $2, $3)',
        values: [id, Math.round(performance.now() - began), statusCode],
      })
      if (statusCode >= 300) throw new Error(`answered ${statusCode}`)
    },
  },
})

const subscriptionId = crypto.randomUUID()
async function commit(n: number): Promise<string> {
  const { id, subjectId, data } = newMessage()
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query({
      name: 'put',
      text: 'insert into message (id, subscription_id, subject_id, number, data, url) values ($1, $2, $3, $4, $5, $6)',
      values: [id, subscriptionId, subjectId, n, JSON.stringify(data), `http://127.0.0.1:${ports[n % ports.length]}/`],
    })
    await client.query({ name: 'job', text: `select graphile_worker.add_job('deliver', json_build_object('id', $1::text))`, values: [id] })
    await client.query('commit')
  } finally {
    client.release()
  }
  return id
}

control({ '/produce': (asked) => atRate(Number(asked.get('rate')), Number(asked.get('seconds')), commit) })

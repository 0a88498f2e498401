/** The same work over pg-boss, with its LISTEN/NOTIFY: the message and its job commit together, a worker sends it and writes the attempt down. */
import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { Agent, request as send } from 'undici'
import { atRate, control, newMessage, request } from '../webhook-work.ts'

const pool = new pg.Pool({ connectionString: process.env.POSTGRES_URL, max: 10 })
const agent = new Agent({ connections: 32, pipelining: 1 })
const ports = JSON.parse(process.env.PORTS ?? '[]') as number[]
await pool.query(`
  create table message (id uuid primary key, subscription_id uuid not null, subject_id text not null, number bigint not null, data jsonb not null, url text not null);
  create table attempt (id bigint generated always as identity primary key, message_id uuid not null, attempted_at timestamptz not null, duration_ms integer not null, status integer)`)

const boss = new PgBoss({ connectionString: process.env.POSTGRES_URL as string, useListenNotify: true, max: 10 })
boss.on('error', (cause) => console.error(cause))
await boss.start()
await boss.createQueue('deliver', { notify: true })

async function deliver(messageId: string): Promise<void> {
  const began = performance.now()
  const { rows } = await pool.query({ name: 'read', text: 'select * from message where id = $1', values: [messageId] })
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
}
// Of each batch the jobs do not wait for each other; beside the notifications, the shortest interval that it takes.
const polling = { pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 0.5, burstWhenBatchFull: true }
await boss.work<{ id: string }>('deliver', { localConcurrency: 8, batchSize: 8, ...polling }, async (jobs) => {
  await Promise.all(jobs.map(({ data }) => deliver(data.id)))
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
    await boss.send('deliver', { id }, { db: { executeSql: (text: string, values?: unknown[]) => client.query(text, values) } })
    await client.query('commit')
  } finally {
    client.release()
  }
  return id
}

control({ '/produce': (asked) => atRate(Number(asked.get('rate')), Number(asked.get('seconds')), commit) })

/**
 * Receivers of webhooks: `GET /ports` → where each listens; `GET /taken` → `[[webhook-id, when], …]` since it was asked last.
 * With `HANGING` they take what comes and never answer.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { now } from '../webhook-work.ts'

let taken: [id: string, at: number][] = []
const inboxes = await Promise.all(
  Array.from({ length: Number(process.env.INBOXES) }, async () => {
    const inbox = createServer((request, response) => {
      request.on('data', () => {})
      request.on('end', () => {
        taken.push([request.headers['webhook-id'] as string, now()])
        if (process.env.HANGING) return
        response.writeHead(204).end()
      })
    })
    // What is measured is how fast requests come, not how they are spread over connections.
    inbox.keepAliveTimeout = 60_000
    await new Promise<void>((resolve) => inbox.listen(0, '127.0.0.1', resolve))
    return (inbox.address() as AddressInfo).port
  }),
)
const server = createServer((request, response) => {
  if (request.url === '/count') return void response.end(String(taken.length))
  if (request.url === '/ports') return void response.end(JSON.stringify(inboxes))
  response.end(JSON.stringify(taken))
  taken = []
})
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))

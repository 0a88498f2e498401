/** Fastify and nothing else, answering the same bytes: what the platform cannot be faster than. */
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { fastify } from 'fastify'

const bytes = readFileSync(process.env.BODY_FILE ?? '')
const app = fastify()
app.get('/v1/schools', async (_request, reply) => reply.type('application/json; charset=utf-8').send(bytes))
await app.listen({ host: '127.0.0.1', port: 0 })
process.send?.({ port: (app.server.address() as AddressInfo).port })

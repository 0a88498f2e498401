/** A Fastify service that reads schools: verifies the token, validates by the same schemas, goes on with the trace. */
import type { AddressInfo } from 'node:net'
import { ListSchools } from '@nlc/contracts/membership'
import { contextFrom, inSpan, SpanKind, startTelemetry } from '@nlc/runtime'
import { fastify } from 'fastify'
import { schoolsReader } from './read-schools.ts'
import { NotAuthorized, verifier } from './verify.ts'

await startTelemetry('fastify-schools', undefined)
const { ISSUER = '', JWKS = '', POSTGRES_URL = '' } = process.env
const verify = verifier({ ISSUER, JWKS })
const read = await schoolsReader(POSTGRES_URL)

const app = fastify()
app.get('/v1/schools', { schema: { querystring: ListSchools.input, response: { 200: ListSchools.output } } }, async (request) => {
  const from = contextFrom(request.headers.traceparent as string | undefined)
  return inSpan(
    'GET /v1/schools',
    SpanKind.SERVER,
    {},
    async () => {
      const bearer = await verify(request.headers.authorization)
      if (!bearer.scopes.has(ListSchools.needs)) throw new NotAuthorized('scope')
      return read(request.query as object, bearer)
    },
    from,
  )
})
await app.listen({ host: '127.0.0.1', port: 0 })
process.send?.({ port: (app.server.address() as AddressInfo).port })

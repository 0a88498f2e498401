/** Moleculer's own gateway on a node of its own: verifies the token, begins the trace, writes its line, calls over NATS. */
import type { AddressInfo } from 'node:net'
import { logger } from '@nlc/runtime'
import { type Context, ServiceBroker } from 'moleculer'
import ApiGateway from 'moleculer-web'
import { verifier } from './verify.ts'

const { ISSUER = '', JWKS = '', NATS_URL = '', LOG_FILE } = process.env
const verify = verifier({ ISSUER, JWKS })
const log = logger('moleculer-gateway', { LOG_FILE, LOG_LEVEL: 'info' })

const broker = new ServiceBroker({
  nodeID: 'gateway',
  transporter: { type: 'NATS', options: { url: NATS_URL } },
  logger: false,
  tracing: { enabled: true, exporter: [] },
})
const service = broker.createService({
  name: 'api',
  mixins: [ApiGateway],
  settings: {
    port: 0,
    ip: '127.0.0.1',
    logRequest: null,
    logResponse: null,
    routes: [
      {
        path: '/v1',
        authorization: true,
        mappingPolicy: 'restrict',
        bodyParsers: false,
        aliases: { 'GET schools': 'schools.list' },
        onAfterCall(context: Context, _route: unknown, request: { method: string }, _response: unknown, data: unknown) {
          log.info({ traceId: context.requestID, method: request.method, status: 200 }, 'request')
          return data
        },
      },
    ],
  },
  methods: {
    async authorize(
      context: Context<unknown, { authorization?: string }>,
      _route: unknown,
      request: { headers: { authorization?: string } },
    ) {
      await verify(request.headers.authorization)
      if (request.headers.authorization) context.meta.authorization = request.headers.authorization
    },
  },
})
await broker.start()
await broker.waitForServices('schools')
process.send?.({ port: (service as unknown as { server: { address(): AddressInfo } }).server.address().port })

/** A Moleculer service that reads schools, on a node of its own: verifies the token, validates, traces. */
import { ListSchools } from '@nlc/contracts/membership'
import { type Context, ServiceBroker } from 'moleculer'
import { schoolsReader } from './read-schools.ts'
import { NotAuthorized, verifier } from './verify.ts'

const { ISSUER = '', JWKS = '', NATS_URL = '', POSTGRES_URL = '' } = process.env
const verify = verifier({ ISSUER, JWKS })
const read = await schoolsReader(POSTGRES_URL)

const broker = new ServiceBroker({
  nodeID: 'schools',
  transporter: { type: 'NATS', options: { url: NATS_URL } },
  logger: false,
  tracing: { enabled: true, exporter: [] },
})
broker.createService({
  name: 'schools',
  actions: {
    list: {
      // What is asked for here, in Moleculer's own language of validation; strict, as ours is.
      params: {
        $$strict: true,
        limit: { type: 'number', integer: true, min: 1, max: 200, convert: true, optional: true },
        after: { type: 'string', max: 512, optional: true },
        name: { type: 'string', min: 2, max: 100, optional: true },
        laCode: { type: 'string', pattern: '^\\d{3}$', optional: true },
        phase: { type: 'string', optional: true },
      },
      async handler({ params, meta }: Context<object, { authorization: string }>) {
        const bearer = await verify(meta.authorization)
        if (!bearer.scopes.has(ListSchools.needs)) throw new NotAuthorized('scope')
        return read(params, bearer)
      },
    },
  },
})
await broker.start()
process.send?.({ port: 0 })

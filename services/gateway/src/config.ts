import type { CommonConfig } from '@nlc/runtime'
import Type, { type Static, type TObject, type TProperties } from 'typebox'

/** What the gateway is told besides what every process is told. */
export const gatewayConfig = {
  RATE_LIMIT: Type.Integer({ minimum: 1, default: 30_000, description: 'Requests of one client per window; as many may come at once.' }),
  RATE_LIMIT_ANONYMOUS: Type.Integer({
    minimum: 1,
    default: 1_200,
    description: 'Requests without a valid token, of one address per window.',
  }),
  RATE_LIMIT_WINDOW: Type.Integer({ minimum: 1, default: 60, description: 'Seconds.' }),
  BODY_LIMIT: Type.Integer({ minimum: 1024, default: 1024 * 1024, description: 'Bytes of a JSON body.' }),
  ASK_TIMEOUT: Type.Integer({ minimum: 100, default: 10_000, description: 'Milliseconds until an operation is given up, at every hop.' }),
  MAX_IN_FLIGHT: Type.Integer({
    minimum: 1,
    default: 512,
    description: 'Operations under way at once, per service; more are refused with 503.',
  }),
  REQUEST_TIMEOUT: Type.Integer({
    minimum: 1_000,
    default: 120_000,
    description: 'Milliseconds in which a request must have arrived whole.',
  }),
  DRAIN_NOTICE: Type.Integer({
    minimum: 0,
    default: 500,
    description: 'Milliseconds between "not ready" and the last request taken, for a load balancer to notice.',
  }),
  TRUST_PROXY: Type.Optional(Type.String({ description: 'Addresses of proxies whose X-Forwarded-For is believed, with commas between.' })),
} satisfies TProperties
export type GatewayConfig = Pick<CommonConfig, 'ISSUER'> & Static<TObject<typeof gatewayConfig>>

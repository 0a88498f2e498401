/** One route per operation, made from its contract. What the service answers is passed on as bytes. */
import type { AnyOperation } from '@nlc/contracts/define'
import { isPaged, locationOf } from '@nlc/contracts/http'
import { Unavailable } from '@nlc/contracts/platform'
import { type Answer, type Bus, Refusal } from '@nlc/runtime'
import { context, ROOT_CONTEXT } from '@opentelemetry/api'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { admit, type Door } from './authenticate.ts'
import { conditionsOf, holds } from './conditions.ts'
import { nextPage } from './next-page.ts'
import { inputReader } from './read-input.ts'
import { explain, problemJson } from './refusals.ts'
import { traceIdOf } from './tracing.ts'

export interface Asking {
  readonly bus: Bus
  readonly door: Door
  readonly timeoutMs: number
  /** Of one service at once: one that hangs holds up nobody else's requests. */
  readonly maxInFlight: number
}

export function mountOperations(
  app: FastifyInstance,
  operations: readonly AnyOperation[],
  { bus, door, timeoutMs, maxInFlight }: Asking,
): void {
  const inFlight = new Map<string, number>()
  for (const operation of operations) {
    if (operation.kind === 'command' ? operation.upload : operation.stream) continue
    const { name, method, path: url } = operation
    const service = name.slice(0, name.indexOf('.'))
    const readInput = inputReader(operation)
    const answer = answerer(operation, operations)

    app.route({
      method,
      url,
      // Who may not ask is told so before the body is read.
      onRequest: (request, reply) => admit(request, reply, operation, door),
      handler: async (request, reply) => {
        const input = readInput(request)
        const conditions = conditionsOf(operation, request.headers)
        const waiting = inFlight.get(service) ?? 0
        if (waiting >= maxInFlight) throw new Refusal(Unavailable, { detail: 'Too much is under way.' })
        inFlight.set(service, waiting + 1)
        try {
          const asked = context.with(request.trace ?? ROOT_CONTEXT, () =>
            bus.ask(name, input, { token: request.token, ...conditions, timeoutMs }),
          )
          return answer(request, reply, await asked)
        } finally {
          inFlight.set(service, (inFlight.get(service) ?? 1) - 1)
        }
      },
    })
  }
}

/** Compiled once per operation: puts what was answered into HTTP. */
function answerer(
  operation: AnyOperation,
  operations: readonly AnyOperation[],
): (request: FastifyRequest, reply: FastifyReply, answer: Answer) => FastifyReply {
  const location = locationOf(operation, operations)
  const paged = operation.method === 'GET' && isPaged(operation) ? nextPage(operation) : undefined

  return (request, reply, { status, version, body }) => {
    const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
    if (status >= 400) {
      explain(request, reply, status, { scope: operation.needs })
      return reply
        .code(status)
        .type(problemJson)
        .send(withInstance(bytes, traceIdOf(request)))
    }
    if (version !== undefined) {
      const etag = `"${version}"`
      reply.header('etag', etag)
      if (operation.kind === 'query' && holds(request.headers['if-none-match'], etag)) return reply.code(304).send()
    }
    if (location) {
      const values = {
        ...(request.params as Record<string, string>),
        [location.parameter]: String(JSON.parse(bytes.toString())[location.field]),
      }
      reply.header(
        'location',
        location.path.replaceAll(/:(\w+)/g, (_, parameter) => encodeURIComponent(values[parameter] ?? '')),
      )
    }
    const next = paged?.(bytes)
    if (next !== undefined) reply.header('link', linkTo(request.url, next))
    reply.code(status)
    return bytes.length === 0 ? reply.send() : reply.type('application/json; charset=utf-8').send(bytes)
  }
}

function linkTo(url: string, after: string): string {
  const [path, search = ''] = url.split('?')
  const others = search.split('&').filter((pair) => pair !== '' && !pair.startsWith('after='))
  return `<${path}?${[...others, `after=${encodeURIComponent(after)}`].join('&')}>; rel="next"`
}

/** The trace is the gateway's to tell: put at the end of the document that the service wrote. */
function withInstance(document: Buffer, traceId: string | undefined): Buffer {
  const end = document.lastIndexOf('}')
  return traceId === undefined || end <= 0 ? document : Buffer.concat([document.subarray(0, end), Buffer.from(`,"instance":"${traceId}"}`)])
}

/** A service's own HTTP, on a port that only the gateway reaches: health, and what is not JSON: uploads and streams. */
import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import type { Command, Problem, Query } from '@nlc/contracts/define'
import { NoSuchUpload, UnsupportedTusVersion, UploadOffsetConflict, UploadRefused } from '@nlc/contracts/http'
import {
  BodyTooLarge,
  Internal,
  InvalidInput,
  MissingScope,
  Unavailable,
  UnknownRoute,
  UnsupportedMediaType,
} from '@nlc/contracts/platform'
import { Server } from '@tus/server'
import { TUS_RESUMABLE } from '@tus/utils'
import { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest, fastify, LogController } from 'fastify'
import { anybody, type Caller } from './caller.ts'
import { isOutage } from './database.ts'
import type { Sql, Streamed } from './handle.ts'
import { newId } from './id.ts'
import type { Logger } from './log.ts'
import { Refusal, refuse } from './problem.ts'
import { readerOf } from './schema.ts'
import type { Trust } from './trust.ts'
import { UploadLocker } from './upload-locker.ts'
import { findUpload, PostgresStore, uploader } from './uploads.ts'

/** What tus refuses with, by its status; anything else that it holds against the client is `upload-refused`. */
const refusalsOfTus = new Map<number, Problem>([
  [404, NoSuchUpload],
  [409, UploadOffsetConflict],
  [410, NoSuchUpload],
  [412, UnsupportedTusVersion],
  [413, BodyTooLarge],
  [415, UnsupportedMediaType],
  [503, Unavailable],
])
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Runs a query whose answer is a stream; as a function so that HTTP knows nothing of the database. */
export type AnswerStream = (query: Query, input: unknown, caller: Caller) => Promise<Streamed>

export async function openHttp({
  operations,
  sql,
  trust,
  log,
  ready,
  answerStream,
}: {
  operations: readonly (Command | Query)[]
  sql: Sql | undefined
  trust: Trust
  log: Logger
  ready: () => boolean
  answerStream: AnswerStream
}): Promise<FastifyInstance> {
  const app: FastifyInstance = fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
    bodyLimit: 1024 * 1024,
  })
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof Refusal) return sendProblem(reply, error)
    if (isOutage(error)) return sendProblem(reply, new Refusal(Unavailable))
    const status = (error as { statusCode?: number }).statusCode ?? 500
    if (status === 413) return sendProblem(reply, new Refusal(BodyTooLarge, { maxBytes: request.routeOptions.bodyLimit }))
    if (status === 415) return sendProblem(reply, new Refusal(UnsupportedMediaType, { detail: (error as Error).message }))
    if (status < 500) return sendProblem(reply, new Refusal(InvalidInput, { errors: [], detail: (error as Error).message }))
    request.log.error({ err: error }, 'a request failed')
    return sendProblem(reply, new Refusal(Internal))
  })
  app.setNotFoundHandler((_, reply) => sendProblem(reply, new Refusal(UnknownRoute)))
  app.get('/health/live', async () => ({ status: 'live' }))
  app.get('/health/ready', async (_, reply) => (ready() ? { status: 'ready' } : reply.code(503).send({ status: 'not ready' })))

  for (const operation of operations) {
    if (operation.kind === 'command' && operation.upload && sql) mountUpload(app, operation, sql, trust, log)
    if (operation.kind === 'query' && operation.stream) mountStream(app, operation, trust, answerStream)
  }
  return app
}

async function callerFor(operation: Command | Query, request: FastifyRequest, trust: Trust): Promise<Caller> {
  const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? []
  if (operation.needs === 'public' && request.headers.authorization === undefined) return anybody
  const caller = await trust.verify(token)
  if (operation.needs !== 'public' && !caller.scopes.has(operation.needs)) refuse(MissingScope, { scope: operation.needs })
  return caller
}

function mountStream(app: FastifyInstance, query: Query, trust: Trust, answerStream: AnswerStream): void {
  app.get(query.path, async (request, reply) => {
    const caller = await callerFor(query, request, trust)
    const input = readerOf(query.input).coerce({
      ...(request.query as object),
      ...resumed(query, request.headers['last-event-id']),
      ...(request.params as object),
    })
    if (!readerOf(query.input).check(input)) refuse(InvalidInput, { errors: readerOf(query.input).faults(input) })
    const chunks = await answerStream(query, input, caller)
    if (query.stream!.lastEventId) reply.header('cache-control', 'no-store')
    return reply.type(query.stream!.produces).send(Readable.from(chunks, { objectMode: false }))
  })
}

/** A browser that reconnects keeps the address and sends the header: the header is the newer. */
const resumed = ({ stream }: Query, lastEventId: string | string[] | undefined): Record<string, unknown> =>
  stream?.lastEventId !== undefined && lastEventId !== undefined && lastEventId !== '' ? { [stream.lastEventId]: lastEventId } : {}

function mountUpload(app: FastifyInstance, command: Command, sql: Sql, trust: Trust, log: Logger): void {
  const { accepts, maxBytes } = command.upload!
  const tus = new Server({
    path: command.path,
    relativeLocation: true,
    datastore: new PostgresStore(sql, command.name),
    maxSize: maxBytes,
    locker: new UploadLocker(),
    namingFunction: () => newId(),
    generateUrl: (_, { id }) => `${command.path}/${id}`,
    onUploadCreate: async (_, { size, metadata }) => {
      if (size === undefined) throw { status_code: 400, body: 'Send Upload-Length: an upload of unknown length is not taken.' }
      if (!accepts.includes(metadata?.filetype ?? ''))
        throw { status_code: 415, body: `Send Upload-Metadata with a filetype of ${accepts.join(' or ')}.` }
      if (Object.values(metadata ?? {}).some((value) => value?.includes('\0')))
        throw { status_code: 400, body: 'Leave U+0000 out of Upload-Metadata.' }
      return {}
    },
    // Whatever else is thrown is the store's; its text is nobody's but the log's.
    async onResponseError(_, error) {
      if ('status_code' in error) return undefined
      if (isOutage(error)) return { status_code: 503, body: '' }
      log.error({ err: error, operation: command.name }, 'an upload failed')
      return { status_code: 500, body: '' }
    },
  })
  if (!app.hasContentTypeParser('application/offset+octet-stream')) {
    app.addContentTypeParser('application/offset+octet-stream', (_request, payload, done) => done(null, payload))
  }

  const serve = async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.method === 'OPTIONS') return answer(await tus.handleWeb(webRequest(request)), request, reply)
    const caller = await callerFor(command, request, trust)
    const version = request.headers['tus-resumable']
    if (version !== undefined && version !== TUS_RESUMABLE) refuse(UnsupportedTusVersion)
    const { uploadId } = request.params as { uploadId?: string }
    if (uploadId !== undefined) {
      const found = uuid.test(uploadId) ? await findUpload(sql, uploadId) : undefined
      if (found?.client !== caller.client || found.person !== caller.person || found.operation !== command.name) refuse(NoSuchUpload)
    }
    return answer(await uploader.run(caller, () => tus.handleWeb(webRequest(request))), request, reply)
  }
  const bodyLimit = maxBytes + 1
  app.route({ method: ['POST', 'OPTIONS'], url: command.path, bodyLimit, handler: serve })
  app.route({ method: ['HEAD', 'PATCH', 'DELETE', 'OPTIONS'], url: `${command.path}/:uploadId`, bodyLimit, handler: serve })

  async function answer(response: Response, { raw }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (response.status >= 400) {
      // What was not read of the body would stand before the next request on this connection, and hold it up for ever.
      raw.removeAllListeners('data').resume()
      const detail = (await response.text()).trim()
      const problem = refusalsOfTus.get(response.status) ?? (response.status < 500 || response.status === 501 ? UploadRefused : Internal)
      return sendProblem(reply, new Refusal(problem, { ...(detail && { detail }), ...(problem === BodyTooLarge ? { maxBytes } : {}) }))
    }
    for (const [name, value] of response.headers) reply.header(name, value)
    return reply.code(response.status).send(response.body ? Readable.fromWeb(response.body as WebStream) : undefined)
  }
}

/** Without it, a web stream counts pieces, not bytes, and takes a whole file into memory when its reader is slower than its source. */
const held = new ByteLengthQueuingStrategy({ highWaterMark: 64 * 1024 })

function webRequest(request: FastifyRequest): Request {
  const body = request.body instanceof Readable ? Readable.toWeb(request.body, { strategy: held }) : undefined
  const headers = Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  )
  return new Request(`http://${request.headers.host ?? 'localhost'}${request.url}`, {
    method: request.method,
    headers,
    body,
    ...(body ? { duplex: 'half' } : {}),
  } as RequestInit)
}

export function sendProblem(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return reply.code(refusal.problem.status).type('application/problem+json').send(refusal.document())
}

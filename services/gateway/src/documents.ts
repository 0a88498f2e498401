/** The documents about the API: OpenAPI, AsyncAPI, the problems, and a page to read and try them. */
import { createHash } from 'node:crypto'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { Documents } from '@nlc/contracts/documents'
import { UnknownRoute } from '@nlc/contracts/platform'
import { Refusal } from '@nlc/runtime'
import type { FastifyInstance } from 'fastify'
import { holds } from './conditions.ts'
import { send } from './refusals.ts'

export async function mountDocuments(app: FastifyInstance, { openapi, asyncapi, problems }: Documents): Promise<void> {
  serve(app, '/openapi.json', openapi)
  serve(app, '/asyncapi.json', asyncapi)
  serve(app, '/problems', problems)
  const byName = new Map(problems.map((problem) => [problem.name, problem]))
  app.get<{ Params: { name: string } }>(
    '/problems/:name',
    async (request, reply) => byName.get(request.params.name) ?? send(request, reply, new Refusal(UnknownRoute)),
  )

  // Whoever opens the bare address looks for what there is.
  app.get('/', (_request, reply) => reply.redirect('/docs'))
  await app.register(async (docs) => {
    await docs.register(swagger, { mode: 'static', specification: { document: openapi as never } })
    await docs.register(swaggerUi, {
      routePrefix: '/docs',
      // Without https in front, a browser must not be told to ask for it.
      staticCSP:
        "default-src 'self'; base-uri 'self'; frame-ancestors 'self'; img-src 'self' data:; object-src 'none'; style-src 'self' 'unsafe-inline'",
      // The bar above is for choosing another document: there is none.
      theme: {
        title: 'Networked learning communities',
        css: [{ filename: 'theme.css', content: '.swagger-ui .topbar { display: none }' }],
      },
      uiConfig: { docExpansion: 'none', filter: true, displayRequestDuration: true, tagsSorter: 'alpha', defaultModelsExpandDepth: 0 },
    })
  })
}

function serve(app: FastifyInstance, url: string, document: unknown): void {
  const bytes = Buffer.from(JSON.stringify(document))
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
  app.get(url, async (request, reply) => {
    reply.header('etag', etag).header('cache-control', 'no-cache')
    return holds(request.headers['if-none-match'], etag)
      ? reply.code(304).send()
      : reply.type('application/json; charset=utf-8').send(bytes)
  })
}

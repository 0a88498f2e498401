/** The gateway as an integrator sees it. Every answer is held against the published document: what it does not describe fails. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Sandbox } from '@nlc/infra/local/sandbox'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { importJWK, SignJWT } from 'jose'

export type Client = keyof Sandbox['clients']

export interface Answer {
  readonly status: number
  readonly headers: Headers
  // A journey reads what it needs; the document has been checked.
  // biome-ignore lint/suspicious/noExplicitAny: answers differ by operation
  readonly body: any
}

export interface Caller {
  get(path: string, headers?: Record<string, string>): Promise<Answer>
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  patch(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>
  put(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  delete(path: string, headers?: Record<string, string>): Promise<Answer>
  readonly token: string
}

/** A client for itself, or (`person`) for a person whom it names in a signed statement. */
export async function as(
  { gateway, clients }: Sandbox,
  client: Client,
  { person, scope }: { person?: string; scope?: string } = {},
): Promise<Caller> {
  const { id, secret, statementKey } = clients[client]
  const form = new URLSearchParams(scope === undefined ? {} : { scope })
  if (person === undefined) form.set('grant_type', 'client_credentials')
  else {
    const statement = await new SignJWT({})
      .setProtectedHeader({ alg: 'EdDSA', kid: statementKey.kid })
      .setIssuer(id)
      .setSubject(person)
      .setAudience(gateway)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime('2m')
      .sign(await importJWK(statementKey as never, 'EdDSA'))
    form.set('grant_type', 'urn:ietf:params:oauth:grant-type:token-exchange')
    form.set('subject_token', statement)
    form.set('subject_token_type', 'urn:ietf:params:oauth:token-type:jwt')
  }
  const response = await fetch(`${gateway}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: form,
  })
  const answer = (await response.json()) as { access_token?: string }
  if (!answer.access_token) throw new Error(`no token: ${response.status} ${JSON.stringify(answer)}`)
  return caller(gateway, answer.access_token)
}

export function caller(gateway: string, token: string): Caller {
  const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
    const response = await fetch(gateway + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const answer = { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
    checkAgainstDocument(method, path, answer)
    return answer
  }
  return {
    token,
    get: (path, headers) => ask('GET', path, undefined, headers),
    post: (path, body, headers) => ask('POST', path, body ?? {}, headers),
    patch: (path, body, headers) => ask('PATCH', path, body, headers),
    put: (path, body, headers) => ask('PUT', path, body ?? {}, headers),
    delete: (path, headers) => ask('DELETE', path, undefined, headers),
  }
}

interface Described {
  readonly paths: Record<
    string,
    Record<string, { responses: Record<string, { $ref?: string; content?: Record<string, { schema: object }> }> }>
  >
  readonly components: { responses?: Record<string, { content?: Record<string, { schema: object }> }> }
}

const document = JSON.parse(readFileSync(new URL('../packages/contracts/documents/openapi.json', import.meta.url), 'utf8')) as Described
const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema(document as object, 'openapi')
const templates = Object.keys(document.paths).map((template) => ({
  template,
  pattern: new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`),
}))
const validators = new Map<string, ValidateFunction>()

function checkAgainstDocument(method: string, path: string, { status, headers, body }: Answer): void {
  const [address = ''] = path.split('?')
  // A template without parameters goes before one that would match by a parameter.
  const found = templates
    .filter(({ pattern }) => pattern.test(address))
    .sort((a, b) => a.template.split('{').length - b.template.split('{').length)[0]
  const operation = found && document.paths[found.template]?.[method.toLowerCase()]
  // An unknown route is described nowhere: it is a problem all the same.
  if (!operation) return
  const response = operation.responses[String(status)] ?? operation.responses.default
  if (!response) throw new Error(`${method} ${path} answered ${status}, which the document does not describe: ${JSON.stringify(body)}`)
  const described = response.$ref ? document.components.responses?.[response.$ref.split('/').at(-1)!] : response
  const type = headers.get('content-type')?.split(';')[0]
  const content = described?.content?.[type ?? '']
  if (body === undefined) {
    if (described?.content) throw new Error(`${method} ${path} answered ${status} without the body that the document describes`)
    return
  }
  if (!content)
    throw new Error(`${method} ${path} answered ${status} as ${type}, which the document does not describe: ${JSON.stringify(body)}`)
  const key = JSON.stringify(content.schema)
  const validate = validators.get(key) ?? ajv.compile(inDocument(content.schema))
  validators.set(key, validate)
  if (!validate(body)) throw new Error(`${method} ${path} ${status}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(body)}`)
}

/** References of the schema mean the document's. */
const inDocument = (schema: object): object => JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"openapi#/'))

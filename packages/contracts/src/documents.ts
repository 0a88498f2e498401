/** What the contracts say, for others to read: OpenAPI of the gateway, AsyncAPI of the events, the list of problems. */
import { asyncApiOf } from './asyncapi.ts'
import type { JsonObject } from './components.ts'
import type { ServiceContract } from './define.ts'
import { openApiOf } from './openapi.ts'
import { type ListedProblem, problemListOf } from './problem-list.ts'

export { breakingChanges } from './compatibility.ts'
export { type ListedProblem, problemPage } from './problem-list.ts'

/** Of the API, as `info.version` shows it. */
export const version = '0.1.0'

export interface Documents {
  openapi: JsonObject
  asyncapi: JsonObject
  problems: ListedProblem[]
}

/** @param names schema, as JSON → the name of its component. */
export function documentsOf(services: readonly ServiceContract[], names?: ReadonlyMap<string, string>): Documents {
  const problems = problemListOf(services)
  return { openapi: openApiOf(services, version, names), asyncapi: asyncApiOf(services, version, names), problems }
}

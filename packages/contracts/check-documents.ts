/** Are the committed documents what the contracts say, and does a client of the last release go on working? */
import { existsSync, readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { modelNames } from './model-names.ts'
import type { ServiceContract } from './src/define.ts'
import { breakingChanges, documentsOf, problemPage } from './src/documents.ts'
import { services } from './src/services.ts'

type Name = 'openapi.json' | 'asyncapi.json' | 'problems.json' | 'problems.md'

/** The documents as they are committed. */
export function generated(contracts: readonly ServiceContract[], names: ReadonlyMap<string, string>): Record<Name, string> {
  const { openapi, asyncapi, problems } = documentsOf(contracts, names)
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`
  return {
    'openapi.json': json(openapi),
    'asyncapi.json': json(asyncapi),
    'problems.json': json(problems),
    'problems.md': problemPage(problems),
  }
}

/**
 * @param folder of the committed documents; those of the last release are in its `released/`.
 * @returns what is wrong, a sentence each.
 */
export async function checkDocuments(contracts = services, folder = new URL('documents/', import.meta.url)): Promise<string[]> {
  const texts = generated(contracts, await modelNames())
  const read = (name: string) => {
    const file = new URL(name, folder)
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined
  }
  const released = (name: Name) => JSON.parse(read(`released/${name}`) ?? '{}')
  const stale = Object.entries(texts)
    .filter(([name, text]) => read(name) !== text)
    .map(([name]) => `documents/${name} is not what the contracts say: run \`npm run generate\` and commit it.`)
  const breaks = breakingChanges(
    { openapi: released('openapi.json'), asyncapi: released('asyncapi.json') },
    { openapi: JSON.parse(texts['openapi.json']), asyncapi: JSON.parse(texts['asyncapi.json']) },
  )
  return [...stale, ...breaks.map((sentence) => `Would break a client of the last release: ${sentence}`)]
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const faults = await checkDocuments()
  for (const fault of faults) console.error(fault)
  process.exitCode = faults.length > 0 ? 1 : 0
}

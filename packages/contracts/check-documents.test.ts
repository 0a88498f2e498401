import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { checkDocuments, generated } from './check-documents.ts'
import { modelNames } from './model-names.ts'
import { services } from './src/services.ts'

// It makes all documents several times, perhaps on a busy machine.
vi.setConfig({ testTimeout: 30_000 })
let folder: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nlc-documents-'))
  mkdirSync(join(folder, 'released'))
  for (const [name, text] of Object.entries(generated(services, await modelNames()))) {
    writeFileSync(join(folder, name), text)
    writeFileSync(join(folder, 'released', name), text)
  }
})
afterEach(() => rmSync(folder, { recursive: true }))

const check = (contracts = services) => checkDocuments(contracts, pathToFileURL(`${folder}/`))

test('documents that say what the contracts say pass', async () => {
  expect(await check()).toEqual([])
})

test('a document that was changed by hand, or left behind, is stale', async () => {
  writeFileSync(join(folder, 'openapi.json'), '{}\n')
  rmSync(join(folder, 'problems.md'))
  expect(await check()).toEqual([
    'documents/openapi.json is not what the contracts say: run `npm run generate` and commit it.',
    'documents/problems.md is not what the contracts say: run `npm run generate` and commit it.',
  ])
})

test('an operation of the last release that is gone is told, whatever is committed', async () => {
  const [service, ...others] = services
  const [gone, ...operations] = service?.operations ?? []
  const without = [{ ...service, operations }, ...others] as typeof services
  for (const [name, text] of Object.entries(generated(without, await modelNames()))) writeFileSync(join(folder, name), text)
  const path = gone?.path.replaceAll(/:(\w+)/g, '{$1}')
  expect(await check(without)).toEqual([
    expect.stringContaining(`Would break a client of the last release: ${gone?.method} ${path} is gone`),
  ])
})

test('before the first release there is nothing to break', async () => {
  rmSync(join(folder, 'released'), { recursive: true })
  expect(await check()).toEqual([])
})

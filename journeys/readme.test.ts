/**
 * What the README and the guides tell a reader to do, done: each `sh` block is run, in its order, against a system started as
 * `npm start` does, and has to end well; what a `json` or `text` block right behind it shows has to be what was printed (`…`
 * stands for anything). What `npm start` is shown to print has to have been printed. `console` blocks are not run.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { freshFolder, removeFolder } from '@nlc/infra/local/fresh-folder'
import { type System, startSystem } from '@nlc/infra/local/system'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { configurationTable } from './configuration-table.ts'
import { examplesOf, filesLinkedFrom, isShown, type Outcome, root, runExamples } from './document-examples.ts'

const documents = [
  'README.md',
  'docs/guides/integrators.md',
  'docs/guides/vendors.md',
  'docs/guides/operators.md',
  'docs/guides/problems.md',
]
const textOf = (document: string) => readFileSync(join(root, document), 'utf8')

let folder: string
let system: System
const printed: string[] = []

beforeAll(async () => {
  folder = await freshFolder()
  system = await startSystem({ dataDir: join(folder, 'data'), demo: true, log: (line) => printed.push(line) })
}, 240_000)
afterAll(async () => {
  await system?.stop()
  await removeFolder(folder)
})

describe.each(documents)('%s', (document) => {
  const examples = examplesOf(textOf(document))
  let outcomes: Outcome[]
  beforeAll(async () => {
    outcomes = await runExamples(examples, { NLC_DATA: system.dataDir })
  }, 300_000)

  test.each(examples.map(({ line, commands }, place) => ({ line, place, first: commands.split('\n')[0] })))(
    'line $line: $first',
    ({ place }) => {
      const { exitCode, shown, output } = outcomes[place]!
      expect(exitCode, output).toBe(0)
      if (shown !== undefined && !isShown(shown, output)) expect(output).toBe(shown)
    },
  )

  test('has examples, and links to files that are there', () => {
    expect(examples.length).toBeGreaterThan(2)
    expect(filesLinkedFrom(document, textOf(document)).filter((file) => !existsSync(join(root, file)))).toEqual([])
  })
})

test('the README shows what a start prints, but for times, ports and folders', () => {
  const lines = [...printed, `ready ${system.sandbox.gateway}`]
  const general = (line: string) =>
    line
      .replace(/\d+\.\d s/, '… s')
      .replaceAll(/127\.0\.0\.1:\d+/g, '…')
      .replace(/\S*sandbox\.json:/, '… sandbox.json:')
      .replaceAll(/ +/g, ' ')
  const block = /```console\n(postgres[\s\S]*?)```/.exec(textOf('README.md'))![1]!
  const said = lines.map(general)
  for (const line of block.trim().split('\n')) expect(said).toContain(general(line))
})

test('the operators’ guide lists everything that a process can be told, as the code has it', () => {
  const [, listed] = /<!-- configuration -->\n([\s\S]*?)<!-- end of configuration -->/.exec(textOf('docs/guides/operators.md'))!
  expect(listed!.trim()).toBe(configurationTable())
})

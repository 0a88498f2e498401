/** The examples of a document, run as a reader would: its `sh` blocks in order, in one shell, in the repository's root. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

export interface Example {
  /** Where it stands, from 1. */
  readonly line: number
  readonly commands: string
  /** The `json` or `text` block right behind it: what it prints, where `…` stands for anything and white space for nothing. */
  readonly shown: string | undefined
}

export interface Outcome extends Example {
  /** Undefined where one before it failed. */
  readonly exitCode: number | undefined
  /** What it printed, errors too. */
  readonly output: string
}

export function examplesOf(markdown: string): Example[] {
  const blocks = [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(({ 0: { length }, 1: language, 2: text = '', index }) => ({
    ...{ language, text, index, end: index + length },
    line: markdown.slice(0, index).split('\n').length,
  }))
  return blocks.flatMap(({ language, text, end, line }, place) => {
    if (language !== 'sh') return []
    const next = blocks[place + 1]
    const follows = next && /^(json|text)$/.test(next.language ?? '') && markdown.slice(end, next.index).trim() === ''
    return [{ line, commands: text, shown: follows ? next.text : undefined }]
  })
}

/** @param environment besides ours; `PATH` begins with the repository's programs, as under npm. */
export async function runExamples(examples: readonly Example[], environment: NodeJS.ProcessEnv): Promise<Outcome[]> {
  const folder = await mkdtemp(join(tmpdir(), 'nlc-examples-'))
  try {
    const file = (name: string | number) => join(folder, String(name))
    const script = examples.flatMap(({ commands }, place) => [`exec >${file(place)} 2>&1`, commands])
    await writeFile(file('script'), ['set -euo pipefail', ...script].join('\n'))
    const shell = spawn('bash', ['--noprofile', '--norc', file('script')], {
      cwd: root,
      env: { ...process.env, ...environment, PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}` },
      stdio: 'ignore',
    })
    const [exitCode] = (await once(shell, 'exit')) as [number | null]
    const outputs = await Promise.all(examples.map((_, place) => readFile(file(place), 'utf8').catch(() => undefined)))
    return examples.map((example, place) => {
      const isLast = outputs[place + 1] === undefined
      return {
        ...example,
        exitCode: outputs[place] === undefined ? undefined : isLast ? (exitCode ?? -1) : 0,
        output: outputs[place] ?? '',
      }
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Whether this was printed: `…` stands for anything, and white space does not count. */
export function isShown(shown: string, output: string): boolean {
  const literal = (text: string) => text.replace(/\s+/g, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${shown.split('…').map(literal).join('[\\s\\S]*?')}$`).test(output.replace(/\s+/g, ''))
}

/** Files of this repository that a document links to, as paths from the root. */
export function filesLinkedFrom(document: string, markdown: string): string[] {
  return [...markdown.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
    .map(([, target]) => target as string)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => join(document, '..', target))
}

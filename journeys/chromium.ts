/** The machine's own Chromium, where it has one: pages are looked at in a real browser. */
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from 'playwright-core'

/** `CHROMIUM` names another one. Undefined: there is none, and what needs one is skipped. */
export const executablePath: string | undefined =
  process.env.CHROMIUM ?? ['chromium', 'chromium-browser', 'google-chrome'].map(found).find((path) => path !== undefined)

function found(name: string): string | undefined {
  try {
    return execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || undefined
  } catch {
    return undefined
  }
}

export const startChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: executablePath!,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync'],
  })

/** Where pictures of pages go, to be looked at. @returns the path of the file. */
export function pictureOf(name: string): string {
  const folder = fileURLToPath(new URL('pictures', import.meta.url))
  mkdirSync(folder, { recursive: true })
  return join(folder, name)
}

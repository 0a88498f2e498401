// Every root script runs through this file: it installs what is missing, then runs the script on Node 24.
// Plain JavaScript without dependencies, because it runs first, on whatever Node the machine has (18 or later).
//
//   node infra/with-dependencies.mjs infra/local/start.ts --fresh     a script of ours
//   node infra/with-dependencies.mjs --bin vitest run                 a program of node_modules/.bin
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = join(root, 'node_modules', '.bin')
const node24 = join(bin, 'node')
const stamp = join(root, 'node_modules', '.installed-lockfile')

const lockfile = createHash('sha256')
  .update(readFileSync(join(root, 'pnpm-lock.yaml')))
  .digest('hex')
if (!existsSync(node24) || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== lockfile) await install()

const [first, ...rest] = process.argv.slice(2)
const isBin = first === '--bin'
// A bin may be a shell wrapper or a script of Node's; both find Node 24 first on the PATH.
const [command, args] = isBin ? [join(bin, rest[0]), rest.slice(1)] : [realpathSync(node24), [first, ...rest]]
leave(
  await run(command, args, {
    stdio: 'inherit',
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
  }),
)

async function install() {
  const began = Date.now()
  const seconds = () => `${Math.round((Date.now() - began) / 1000)} s`
  const first = !existsSync(node24)
  say(first ? 'Installing the dependencies (only the first time, about a minute) …' : 'The dependencies changed; installing …')
  const progress = setInterval(() => say(`  still installing, ${seconds()}`), 15_000)
  let output = ''
  const ended = await run(
    'npx',
    // A node_modules that another version of pnpm made is replaced without a question: nobody may be there to answer it.
    ['--yes', 'pnpm@12', 'install', '--frozen-lockfile', '--reporter=append-only', '--config.confirmModulesPurge=false'],
    // `npm --silent` would silence this one, too, and with it the reason of a failure.
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, npm_config_loglevel: 'error' } },
    (text) => {
      output += text
    },
  )
  clearInterval(progress)
  if (ended.code !== 0) {
    console.error(output)
    const advice = 'see above; it needs npm and, the first time, a registry within reach.'
    say(ended.signal ? 'Installing was stopped.' : `The dependencies could not be installed: ${advice}`)
    leave(ended)
  }
  writeFileSync(stamp, lockfile)
  say(`Installed in ${seconds()}.`)
}

/** Runs a program to its end; what stops us is passed on to it, and we wait for it: it may have work to finish. */
function run(command, args, options, onText) {
  return new Promise((resolve) => {
    const child = spawn(command, args, options)
    child.stdout?.setEncoding('utf8').on('data', onText)
    child.stderr?.setEncoding('utf8').on('data', onText)
    const forward = (signal) => {
      // A terminal gives Ctrl-C to everything in its foreground, so the child has it already.
      if (signal === 'SIGINT' && process.stdin.isTTY) return
      child.kill(signal)
    }
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, forward)
    const end = (ended) => {
      for (const signal of signals) process.off(signal, forward)
      resolve(ended)
    }
    child.once('error', (error) => {
      say(`${command} could not be run: ${error.message}`)
      end({ code: 127, signal: null })
    })
    child.once('close', (code, signal) => end({ code, signal }))
  })
}

/** Ends as the program that we ran ended: by its exit code, or as shells report a signal. */
function leave({ code, signal }) {
  process.exit(signal ? 128 + constants.signals[signal] : code)
}

function say(sentence) {
  // Not to stdout, which belongs to the script.
  process.stderr.write(`${sentence}\n`)
}

/**
 * `npm start`: the whole system in one terminal.
 *
 *   npm start                       data in .nlc, the gateway on http://127.0.0.1:8080
 *   npm start -- --fresh            a throw-away data folder, removed at the end
 *   npm start -- --no-demo          without the demonstration's data
 *   NLC_DATA=folder PORT=8081 npm start
 */
import { parseArgs } from 'node:util'
import { explain, Fault } from './fault.ts'
import { freshFolder, removeFolder, sweepFreshFolders } from './fresh-folder.ts'
import { startSystem } from './system.ts'

const say = (sentence: string) => void process.stdout.write(`${sentence}\n`)

const stopping = new AbortController()
let asked = 0
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // One Ctrl-C may reach us more than once: from the terminal, from npm, from a wrapper.
    if (asked && Date.now() - asked < 1000) return
    if (asked) {
      say('Ending everything at once.')
      process.exit(130)
    }
    asked = Date.now()
    say('Stopping: what is under way is finished first (again to end at once) …')
    stopping.abort(new Fault('Stopped.'))
  })
}

try {
  const { fresh, 'no-demo': noDemo, port } = options()
  if (fresh) await sweepFreshFolders(say)
  const dataDir = fresh ? await freshFolder() : (process.env.NLC_DATA ?? '.nlc')
  try {
    const system = await startSystem({ dataDir, port, demo: !noDemo, log: say, signal: stopping.signal })
    say(`ready ${system.sandbox.gateway}`)
    if (!stopping.signal.aborted) await new Promise((resolve) => stopping.signal.addEventListener('abort', resolve))
    await system.stop()
    say('Stopped.')
  } finally {
    if (fresh) await removeFolder(dataDir)
  }
} catch (error) {
  process.stderr.write(`${explain(error)}\n`)
  process.exitCode = stopping.signal.aborted ? 0 : 1
}

function options() {
  try {
    const { values } = parseArgs({ options: { fresh: { type: 'boolean' }, 'no-demo': { type: 'boolean' } } })
    const port = Number(process.env.PORT || 8080)
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`PORT is ${process.env.PORT}, which is no port`)
    return { ...values, port }
  } catch (error) {
    throw new Fault(`${(error as Error).message}. Usage: npm start [-- [--fresh] [--no-demo]]`)
  }
}

/**
 * `npm run clock -- +14d`: moves the clock of the running sandbox. Also `-- 2026-09-01`, `-- 2026-09-01T09:00`, `-- now`;
 * without anything it tells the time there.
 */
import { resolve } from 'node:path'
import { offsetOf, setOffset } from './clock-file.ts'
import { explain, Fault } from './fault.ts'
import { whoRuns } from './running.ts'
import { parseTime, sayTime } from './sandbox-time.ts'

try {
  const dataDir = resolve(process.env.NLC_DATA ?? '.nlc')
  const running = whoRuns(dataDir)
  if (!running) {
    throw new Fault(`No sandbox runs in ${dataDir}. Start one with npm start, or name its folder: NLC_DATA=folder npm run clock`)
  }
  const [text] = process.argv.slice(2)
  if (text) {
    const machineNow = Date.now()
    const time = parseTime(text, machineNow + (await offsetOf(dataDir)), machineNow)
    if (time === undefined) {
      throw new Fault(`"${text}" is no time. Say +14d, -2h (m, h, d, w), 2026-09-01, 2026-09-01T09:00 or now: npm run clock -- +14d`)
    }
    await setOffset(dataDir, time - machineNow)
  }
  process.stdout.write(`In the sandbox at ${running.gateway} it is ${sayTime(Date.now() + (await offsetOf(dataDir)))} (London).\n`)
} catch (error) {
  process.stderr.write(`${explain(error)}\n`)
  process.exitCode = 1
}

/**
 * `npm run --silent token -- integrator`: an access token for trying the sandbox, good for ten minutes. Also `national-body`,
 * `mis-vendor`; with a person's id, a token by which the client acts for that person.
 */
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { getToken } from './access-token.ts'
import { explain, Fault } from './fault.ts'
import { whoRuns } from './running.ts'
import type { Sandbox } from './sandbox.ts'

const roles = { 'national-body': 'nationalBody', integrator: 'integrator', 'mis-vendor': 'misVendor' } as const

try {
  const [name = '', person] = process.argv.slice(2)
  const role = roles[name as keyof typeof roles]
  if (!role) {
    throw new Fault(`Say whose token: npm run --silent token -- ${Object.keys(roles).join(' | ')} [the id of the person to act for]`)
  }
  const dataDir = resolve(process.env.NLC_DATA ?? '.nlc')
  if (!whoRuns(dataDir)) {
    throw new Fault(`No sandbox runs in ${dataDir}. Start one with npm start, or name its folder: NLC_DATA=folder npm run token`)
  }
  const { gateway, clients } = JSON.parse(await readFile(join(dataDir, 'sandbox.json'), 'utf8')) as Sandbox
  const { accessToken } = await getToken(gateway, clients[role], person)
  process.stdout.write(`${accessToken}\n`)
} catch (error) {
  process.stderr.write(`${explain(error)}\n`)
  process.exitCode = 1
}

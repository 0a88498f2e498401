/** Whether the gateway runs, and whether everything behind it answers. */
import type { ServiceName } from '@nlc/contracts/define'
import { Unavailable } from '@nlc/contracts/platform'
import { type Bus, Refusal } from '@nlc/runtime'
import type { FastifyInstance } from 'fastify'
import { send } from './refusals.ts'

const patienceMs = 1_000
/** An answer is good for so long: who asks every second asks nobody else. */
const freshMs = 500

export function mountHealth(app: FastifyInstance, services: readonly ServiceName[], bus: Bus, draining: () => boolean): void {
  let last: { at: number; states: Promise<Record<string, string>> } | undefined

  app.get('/health/live', async () => ({ status: 'ok' }))
  app.get('/health/ready', async (request, reply) => {
    if (draining()) return send(request, reply, new Refusal(Unavailable, { detail: 'The gateway is stopping.' }))
    if (!bus.connected) return send(request, reply, new Refusal(Unavailable, { detail: 'The gateway has no connection to NATS.' }))
    if (!last || Date.now() - last.at > freshMs) last = { at: Date.now(), states: states() }
    const found = await last.states
    const missing = services.filter((name) => found[name] !== 'ok')
    if (missing.length > 0)
      return send(request, reply, new Refusal(Unavailable, { detail: `No answer from: ${missing.join(', ')}.`, services: found }))
    return { status: 'ok', services: found }
  })

  async function states(): Promise<Record<string, string>> {
    const answers = services.map(async (name): Promise<[string, string]> => {
      try {
        const { body } = await bus.ask(`${name}.address`, '', { timeoutMs: patienceMs })
        return [name, JSON.parse(new TextDecoder().decode(body)).ready ? 'ok' : 'not ready']
      } catch {
        return [name, 'no answer']
      }
    })
    return Object.fromEntries(await Promise.all(answers))
  }
}

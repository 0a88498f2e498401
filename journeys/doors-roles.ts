/** Leaders whose roles change without end: what there is to tell the vendor. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, createClient } from '@nlc/client'
import type { Sandbox } from '@nlc/infra/local/sandbox'
import { vi } from 'vitest'

export type Role = keyof Sandbox['clients']

/** @param role whose client. It insists: a command is tried again, under its key, until it is acknowledged. */
export function clientOf({ gateway, clients }: Sandbox, role: Role): Client {
  const { id, secret, statementKey } = clients[role]
  return createClient({
    baseUrl: gateway,
    clientId: id,
    clientSecret: secret,
    statementKey: statementKey as never,
    retry: { tries: 1_000, baseMs: 20, maxMs: 500 },
    tryTimeoutMs: 10_000,
    timeoutMs: 90_000,
  })
}

/** What one service says, another knows a moment later. */
export const soon = <T>(attempt: () => Promise<T> | T, interval = 100): Promise<T> => vi.waitFor(attempt, { timeout: 120_000, interval })

export interface Leader {
  readonly personId: string
  readonly urn: string
  readonly appointmentIds: readonly string[]
}

export interface Roles {
  /** One of a school's staff, by their place in its list, is given these roles: offered, released, accepted. */
  appoint(urn: string, place: number, roleCodes: readonly string[]): Promise<Leader>
  /** Another last day than before: a message for each of the leader's appointments. */
  change(leader: Leader, firstDay?: string): Promise<void>
  /** Of each appointment that was changed, the version that the last change made. */
  readonly versions: ReadonlyMap<string, number>
  /** Changes of each of them, one after the other, until `stop`. */
  keepChanging(leaders: readonly Leader[], pauseMs: number): { stop(): Promise<void> }
}

export function rolesOf(sandbox: Sandbox): Roles {
  const { people, networks } = sandbox.examples!
  const integrator = clientOf(sandbox, 'integrator')
  const coLeader = integrator.actingFor(people.deputies['900001']!)
  const today = new Date().toISOString().slice(0, 10)
  const versions = new Map<string, number>()
  let changes = 0

  async function change({ appointmentIds }: Leader, firstDay = today): Promise<void> {
    for (const appointmentId of appointmentIds) {
      changes += 1
      const lastDay = dayAfter(today, 30 + (changes % 101))
      const { version } = await coLeader.roles.changeAppointment({ appointmentId, firstDay, lastDay })
      versions.set(appointmentId, version)
    }
  }

  return {
    async appoint(urn, place, roleCodes) {
      const { items } = await integrator.membership.listEmployments({ urn })
      // A head's own release comes from the employer.
      const { personId } = items.filter(({ staffCategory }) => staffCategory !== 'head-teacher')[place]!
      const appointmentIds: string[] = []
      for (const roleCode of roleCodes) {
        const offer = { personId, networkId: networks.active, urn, roleCode, minutesPerWeek: 30, firstDay: today }
        const { id: appointmentId } = await soon(() => coLeader.roles.offerAppointment(offer))
        await integrator.actingFor(people.heads[urn]!).roles.releaseAppointment({ appointmentId })
        await integrator.actingFor(personId).roles.acceptAppointment({ appointmentId })
        appointmentIds.push(appointmentId)
      }
      return { personId, urn, appointmentIds }
    },
    change,
    versions,
    keepChanging(leaders, pauseMs) {
      let going = true
      const lanes = Promise.all(
        leaders.map(async (leader) => {
          while (going) {
            await change(leader)
            await sleep(pauseMs)
          }
        }),
      )
      lanes.catch(() => {})
      return {
        async stop() {
          going = false
          await lanes
        },
      }
    },
  }
}

/** `days` after a calendar date. */
function dayAfter(date: string, days: number): string {
  const day = new Date(`${date}T12:00:00Z`)
  day.setUTCDate(day.getUTCDate() + days)
  return day.toISOString().slice(0, 10)
}

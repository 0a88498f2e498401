/** The data to look around in: whole after a start that was killed while it loaded them, and loaded once. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { freshFolder, removeFolder } from '@nlc/infra/local/fresh-folder'
import { freePort } from '@nlc/infra/local/ports'
import { type System, startSystem } from '@nlc/infra/local/system'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { root } from './document-examples.ts'
import { as, type Caller } from './gateway.ts'

let folder: string
let killed: ChildProcess
let system: System
let nationalBody: Caller
let integrator: Caller

beforeAll(async () => {
  folder = await freshFolder()
  const dataDir = join(folder, 'data')
  killed = spawn(join(root, 'node_modules', '.bin', 'node'), ['infra/local/start.ts'], {
    cwd: root,
    env: { ...process.env, NLC_DATA: dataDir, PORT: String(await freePort()) },
    stdio: 'ignore',
  })
  // Schools are there, the people of some: the gateway's log has a line for each request.
  const log = join(dataDir, 'logs', 'gateway.jsonl')
  const returns = () => (existsSync(log) ? readFileSync(log, 'utf8').split('staff-returns","status":201').length - 1 : 0)
  await vi.waitFor(() => expect(returns()).toBeGreaterThan(5), { timeout: 120_000, interval: 20 })
  killed.kill('SIGKILL')
  await once(killed, 'exit')
  expect(existsSync(join(dataDir, 'sandbox.json'))).toBe(false)

  system = await startSystem({ dataDir, demo: true })
  nationalBody = await as(system.sandbox, 'nationalBody')
  integrator = await as(system.sandbox, 'integrator')
}, 300_000)
afterAll(async () => {
  killed?.kill('SIGKILL')
  await system?.stop()
  await removeFolder(folder)
})

async function all(caller: Caller, path: string) {
  const items = []
  for (let after = ''; ; ) {
    const { body } = await caller.get(`${path}${path.includes('?') ? '&' : '?'}limit=200${after && `&after=${after}`}`)
    items.push(...body.items)
    if (!body.next) return items
    after = body.next
  }
}

test('schools, people and networks are there once', async () => {
  const { urn: _, ...byStatus } = Object.groupBy(await all(nationalBody, '/v1/schools'), ({ status }) => status)
  expect({ open: byStatus['1']?.length, closed: byStatus['2']?.length }).toEqual({ open: 36, closed: 1 })
  // 499 staff, 20 governors, a trust's head, an officer and a tutor; nobody twice.
  expect(await all(nationalBody, '/v1/people')).toHaveLength(499 + 20 + 3)
  expect(
    (await nationalBody.get('/v1/networks')).body.items.map(({ name, state }: { name: string; state: string }) => [name, state]).sort(),
  ).toEqual([
    ['Calder Valley Mathematics Network', 'forming'],
    ['Engage', 'active'],
    ['Wenford Learning Network', 'active'],
  ])
  expect((await all(nationalBody, '/v1/sharing-agreements?state=in-force')).length).toBe(21 + 8)
})

test('the active network was signed by all of its seven schools, the forming one is blocked by a refusal', async () => {
  const { active, forming } = system.sandbox.examples!.networks
  const agreementOf = async (networkId: string) => (await nationalBody.get(`/v1/agreements?networkId=${networkId}`)).body.items
  expect(await agreementOf(active)).toMatchObject([{ state: 'in-force', parties: Array(7).fill({ answer: 'signed' }) }])
  const [blocked] = await agreementOf(forming)
  expect(blocked.state).toBe('blocked')
  expect(blocked.parties.map(({ answer }: { answer: string }) => answer).sort()).toEqual([
    'asked',
    'asked',
    'refused',
    'signed',
    'signed',
    'signed',
  ])
})

test('sandbox.json names what there is', async () => {
  const { schools, people, groups, partnerOrganisations } = JSON.parse(readFileSync(join(system.dataDir, 'sandbox.json'), 'utf8')).examples
  for (const urn of schools.sharedWithIntegrator) {
    expect((await integrator.get(`/v1/people?urn=${urn}&limit=1`)).body.items, urn).toHaveLength(1)
    const { items } = (await integrator.get(`/v1/schools/${urn}/signatories`)).body
    expect(
      items.map(({ personId }: { personId: string }) => personId),
      urn,
    ).toContain(people.heads[urn])
  }
  for (const urn of schools.notShared) expect((await integrator.get(`/v1/people?urn=${urn}`)).body.items, urn).toEqual([])
  expect((await integrator.get(`/v1/people/${people.deputies['900001']}`)).status).toBe(200)
  expect((await integrator.get(`/v1/people/${people.authorityOfficer}`)).status).toBe(404)
  const { items: trustHeads } = (await nationalBody.get(`/v1/groups/${groups.trust}/signatories`)).body
  expect(trustHeads).toMatchObject([{ personId: people.trustHead, ground: 'head-teacher' }])
  expect((await integrator.get(`/v1/partner-organisations/${partnerOrganisations.university}`)).body).toMatchObject({ kind: 'hei' })
  expect((await integrator.get(`/v1/schools/${schools.closed}`)).body.succession).toMatchObject({ state: 'succeeded' })
  // Through the integrator the head of a school can act, as the README does it.
  expect((await (await as(system.sandbox, 'integrator', { person: people.heads['900027'] })).get('/v1/agreements')).status).toBe(200)
})

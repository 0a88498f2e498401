import { join } from 'node:path'
import { freshFolder, removeFolder } from '@nlc/infra/local/fresh-folder'
import { type System, startSystem } from '@nlc/infra/local/system'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { killRounds } from './kill-rounds.ts'

let folder: string
let system: System

beforeAll(async () => {
  folder = await freshFolder()
  system = await startSystem({ dataDir: join(folder, 'data'), port: 0, demo: false })
}, 120_000)

afterAll(async () => {
  await system?.stop()
  await removeFolder(folder)
})

test('20 rounds of kill -9 under load: nothing acknowledged is lost, nothing takes effect twice, nothing is stuck', async () => {
  const verdict = await killRounds(system, { rounds: 20 })
  expect(verdict).toMatchObject({ rounds: 20, lost: 0, doubled: 0, missing: 0, parked: 0, faults: 0 })
  expect(verdict.acknowledged).toBeGreaterThan(80)
}, 400_000)

/** The whole system with its demonstration: processes of this machine, or with `NLC_INFRA=containers` those of infra/compose.yaml. */
import { join } from 'node:path'
import { freshFolder, removeFolder } from '@nlc/infra/local/fresh-folder'
import { startSystem } from '@nlc/infra/local/system'
import { startContainers } from './containers.ts'
import type { SystemUnderTest } from './started-system.ts'

export const startSystemUnderTest = (): Promise<SystemUnderTest> =>
  process.env.NLC_INFRA === 'containers' ? startContainers() : startProcesses()

/** Processes of this machine in any case: where what they reach is on this machine, too. */
export async function startProcesses(): Promise<SystemUnderTest> {
  const folder = await freshFolder()
  const system = await startSystem({ dataDir: join(folder, 'data'), demo: true })
  return {
    ...system,
    async stop() {
      await system.stop()
      await removeFolder(folder)
    },
  }
}

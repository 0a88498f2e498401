/** A program under measurement, as a process of its own. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface Peer {
  readonly port: number
  stop(): Promise<void>
}

const running = new Set<ChildProcess>()
/** However we end, so does it. */
export const endsWithUs = (child: ChildProcess): void => void running.add(child)
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Starts a file of `peers/`, which says `{ port }` when it listens. */
export async function startPeer(file: string, env: Record<string, string>): Promise<Peer> {
  const child = fork(fileURLToPath(new URL(`peers/${file}`, import.meta.url)), {
    env: { ...process.env, NODE_ENV: 'production', ...env },
    // A session of its own, as the system's processes have: Linux shares the processors out among sessions first.
    detached: true,
  })
  endsWithUs(child)
  const [message] = await Promise.race([
    once(child, 'message') as Promise<[{ port: number }]>,
    once(child, 'exit').then(([code]) => {
      throw new Error(`${file} ended with ${code} before it listened`)
    }),
  ])
  return {
    port: message.port,
    async stop() {
      running.delete(child)
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

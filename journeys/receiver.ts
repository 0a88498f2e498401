/** A vendor's webhook receiver: an HTTP server in a process of its own, and what it has taken in. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { vi } from 'vitest'

/** A message that came, each time that it came. `verified` is by other people's packages and by `node:crypto`. */
export interface Received {
  readonly id: string
  readonly type: string
  readonly sequence?: string
  readonly subject?: string
  // A journey reads what it needs.
  // biome-ignore lint/suspicious/noExplicitAny: data differ by type
  readonly data?: any
}

export interface Receiver {
  readonly url: string
  readonly received: readonly Received[]
  /** Requests whose signatures were wrong, or that are no CloudEvents. */
  readonly faults: readonly string[]
  trust(keys: { secret: string; publicKey: string }): void
  /** The first message that came for which this holds; waits for it. */
  until(holds: (message: Received) => boolean, what: string): Promise<Received>
  stop(): Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  const child: ChildProcess = fork(fileURLToPath(new URL('receiver-process.ts', import.meta.url)), { stdio: 'inherit' })
  const received: Received[] = []
  const faults: string[] = []
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  child.on('message', ({ message, fault }: { message?: Received; fault?: string }) => {
    if (message) received.push(message)
    if (fault) faults.push(fault)
  })
  return {
    url: `http://127.0.0.1:${port}/role-changes`,
    received,
    faults,
    trust: (keys) => void child.send(keys),
    until: (holds, what) =>
      vi.waitFor(
        () => {
          const found = received.find(holds)
          if (found) return found
          const came = received.map(({ type, data }) => `${type} ${data?.endReason ?? ''}`)
          throw new Error(`${what} did not come; there came: ${came.join(', ')}. Faults: ${faults.join('; ')}`)
        },
        { timeout: 60_000, interval: 20 },
      ),
    async stop() {
      child.kill()
      await once(child, 'exit')
    },
  }
}

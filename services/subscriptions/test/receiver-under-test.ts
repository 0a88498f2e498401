/** A real receiver of webhooks in a process of its own; see receiver.ts. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll } from 'vitest'
import type { Behaviour, Keys, Order, Received } from './receiver.ts'

export type { Behaviour, Received }

export interface Inbox {
  readonly url: string
  /** From the next request on. */
  behave(behaviour: Behaviour): Promise<void>
  /** What to verify with from now on. */
  know(keys: Keys): Promise<void>
  /** All that came, in its order, challenges included. */
  received(): Promise<Received[]>
  /** Of that, the messages with a number. */
  messages(): Promise<Received[]>
}

export interface Receiver {
  /** @param path of its own for each webhook, with a slash. */
  inbox(path: string): Inbox
  /** Ends the process at once; nobody listens afterwards. */
  stop(): Promise<void>
  /** At the same port as before. It remembers nothing. */
  start(): Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  let child: ChildProcess
  let port = 0
  let asked = 0
  const waiting = new Map<number, (received: Received[]) => void>()

  async function start(): Promise<void> {
    child = fork(fileURLToPath(new URL('receiver.ts', import.meta.url)), [String(port)], { execArgv: [] })
    ;[{ port }] = (await once(child, 'message')) as [{ port: number }]
    child.on('message', (told: { asked: number; received: Received[] }) => {
      waiting.get(told.asked)?.(told.received)
      waiting.delete(told.asked)
    })
  }
  type Told<O> = O extends Order ? Omit<O, 'asked'> : never
  const tell = (order: Told<Order>): Promise<Received[]> =>
    new Promise((resolve) => {
      waiting.set(++asked, resolve)
      child.send({ ...order, asked })
    })
  await start()
  return {
    start,
    inbox: (inbox) => ({
      url: `http://127.0.0.1:${port}${inbox}`,
      behave: async (behaviour) => void (await tell({ inbox, do: 'behave', behaviour })),
      know: async (keys) => void (await tell({ inbox, do: 'know', keys })),
      received: () => tell({ inbox, do: 'tell' }),
      messages: async () => (await tell({ inbox, do: 'tell' })).filter(({ sequence }) => sequence !== undefined),
    }),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

/** Started before the file's tests, ended after them. */
export function receiverUnderTest(): Pick<Receiver, 'inbox' | 'start' | 'stop'> {
  let receiver: Receiver
  beforeAll(async () => {
    receiver = await startReceiver()
  })
  afterAll(() => receiver?.stop())
  return { inbox: (path) => receiver.inbox(path), start: () => receiver.start(), stop: () => receiver.stop() }
}

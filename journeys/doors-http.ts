/** The HTTP door: the SDK's follower, pages and then the stream, over a line that breaks; and a vendor that crashes. */
import { randomInt } from 'node:crypto'
import { createClient } from '@nlc/client'
import type { Sandbox } from '@nlc/infra/local/sandbox'
import type { Door, Message } from './doors-door.ts'
import { lineTo } from './doors-line.ts'

/** It keeps its place with every so many messages: after a crash, those since then come again. */
const savedEvery = 5
/** A few messages. */
const cutBytes = 4_000
const crashesEvery = 4

class Crash extends Error {}

/** @param onFault what ended the following for good, which nothing here may. */
export async function httpDoor({ gateway, clients }: Sandbox, subscriptionId: string, onFault: (cause: unknown) => void): Promise<Door> {
  const line = await lineTo(gateway)
  const { id, secret } = clients.misVendor
  const { followMailbox } = createClient({ baseUrl: line.origin, issuer: gateway, clientId: id, clientSecret: secret })
  const taken: Message[] = []
  const ending = new AbortController()
  let saved = 0
  let cuts = 0
  let unsaved: string[] = []
  let crash: ((unsaved: readonly string[]) => void) | undefined

  const follow = () =>
    followMailbox({
      subscriptionId,
      after: saved,
      handle(message) {
        taken.push(message)
        unsaved.push(message.id)
        if (!crash) return
        crash(unsaved)
        unsaved = []
        crash = undefined
        throw new Crash()
      },
      save(number) {
        if (number % savedEvery !== 0) return
        saved = number
        unsaved = []
      },
      signal: ending.signal,
      pauseMs: 100,
    })
  const following = (async () => {
    while (!ending.signal.aborted) {
      await follow().catch((cause) => {
        if (cause instanceof Crash) return
        onFault(cause)
        ending.abort()
      })
    }
  })()

  return {
    taken,
    async cut() {
      cuts += 1
      if (cuts % crashesEvery === 0)
        return new Promise((crashed) => {
          crash = crashed
        })
      await line.cut('answer', randomInt(cutBytes))
      // It knows what it has: half a message is none.
      return []
    },
    async stop() {
      ending.abort()
      await following
      await line.down()
    },
  }
}

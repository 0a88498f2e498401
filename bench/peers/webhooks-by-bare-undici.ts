/** The same requests by undici alone: made and signed beforehand, nothing read, ordered, checked or written down. */
import { Agent, type Dispatcher, request as send } from 'undici'
import { control, newMessage, now, request } from '../webhook-work.ts'

const agent = new Agent({ connections: 8, pipelining: 1, keepAliveTimeout: 60_000 })
const ports = JSON.parse(process.env.PORTS ?? '[]') as number[]

control({
  '/burst': async (asked) => {
    const subscriptionId = crypto.randomUUID()
    const requests = Array.from({ length: Number(asked.get('messages')) }, (_, n) => ({
      url: `http://127.0.0.1:${ports[n % ports.length]}/`,
      ...request(newMessage(), subscriptionId, n),
    }))
    const began = now()
    await Promise.all(
      requests.map(async ({ url, headers, body }) => {
        const answer: Dispatcher.ResponseData = await send(url, { method: 'POST', headers, body, dispatcher: agent })
        await answer.body.dump()
      }),
    )
    return began
  },
})
